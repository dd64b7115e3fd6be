// Made by `npm run api` from schema/openapi.yaml; not to be edited.

export interface paths {
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in. */
        get: operations["getSession"];
        put?: never;
        /** Logs in with name and password. */
        post: operations["logIn"];
        /** Ends the session. */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own password. */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What needs somebody today, what stands, what was looked at, and the trend. */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hosts, meters and systems with a verdict, latest first. */
        get: operations["listSubjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subjects/{subject_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about one host, meter or system. */
        get: operations["getSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For each sensor and hour, what was looked at and what was lost. */
        get: operations["getCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases, those that wait longest first. */
        get: operations["listCases"];
        put?: never;
        /** Opens a case about a subject, by hand. */
        post: operations["openCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case with its evidence and all that was done. */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{case_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a case on; closing and suppressing wait for a second person. */
        post: operations["actOnCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{case_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The evidence of a case as a signed bundle, for `davy verify`; the audit log notes who took it. */
        get: operations["getEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Filed systems, with what was seen of each. */
        get: operations["listSystems"];
        /** Takes a table (XLSX, CSV or TSV; UTF-8 or GBK) of systems; rows of the same name are replaced. */
        put: operations["importSystems"];
        /** Begins the filing of a system, as a draft. */
        post: operations["addSystem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/systems/{system_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One system with its filing, step by step. */
        get: operations["getSystem"];
        /** Writes the form of a draft, or of a system that is being changed, anew. */
        put: operations["changeSystem"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/systems/{system_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next step of a filing; who submitted cannot approve. */
        post: operations["actOnSystem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units, their zones with addresses and meters, and who answers for them. */
        get: operations["listPlaces"];
        /** Takes a table (XLSX, CSV or TSV; UTF-8 or GBK) of units and zones; a zone of the same unit and name is replaced. */
        put: operations["importPlaces"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What research may mine, where, until when; and what lay outside. */
        get: operations["listExemptions"];
        put?: never;
        /** Asks for an exemption; it holds once a second person approves. */
        post: operations["askForExemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/exemptions/{exemption_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves, refuses or withdraws an exemption. */
        post: operations["actOnExemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days on which people are off, and weekend days on which they work; deadlines count working days. */
        get: operations["listDays"];
        /** Takes a table (XLSX, CSV or TSV) with first_day, last_day, kind: off or working; it replaces what was there. */
        put: operations["importDays"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Seen and not filed; closed but seen; beyond what was filed; filed and never seen; filed far above what is used; overdue. */
        get: operations["getReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists that an authority sent, those due first, with how much of each is answered. */
        get: operations["listNotices"];
        put?: never;
        /** Takes a list (XLSX with merged cells too, CSV or TSV; UTF-8 or GBK; headings of any kind that can be told apart). */
        post: operations["importNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices/{notice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items of a list, what of ours fits each, and how it was answered. */
        get: operations["getNotice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices/{notice_id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The answers to a list as a table (CSV, UTF-8), for whoever sent it. */
        get: operations["getFeedback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notice-items/{item_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a case from an item, or answers it. */
        post: operations["answerNoticeItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Electricity of what was found, as coal and carbon, factor by factor. */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report/zero": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was covered in a period, what was not, and what was found; signed, for `davy verify`. It never says "none" where nobody looked. */
        get: operations["getZeroReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, latest first; and whether the chain holds. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole audit log as a signed bundle, for `davy verify`; that it was taken is its last entry. */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who may log in. */
        get: operations["listUsers"];
        put?: never;
        /** Adds a person. */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Lets a person in, or no longer. Who is disabled is out at once. Nobody does this to themselves, nor to the last administrator. */
        put: operations["changeUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long each class is kept, by the profile in force and by the others. */
        get: operations["getRetention"];
        /** Chooses the profile. What is older than it allows is deleted within a day, and cannot be had back. */
        put: operations["chooseRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version, store, retention, sensors. */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outlets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of verdicts and cases, how far, and what went wrong. */
        get: operations["listOutlets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For Prometheus, in its text format; also at /metrics, outside of /api/v1. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events; `changed` whenever a verdict is new or another one, or a case took a step. */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the store open and the schema current? Needs no login, tells nothing else. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Format: date-time */
        Time: string;
        /** @enum {string} */
        Level: "confirmed" | "probable" | "suspected" | "cleared" | "unknown";
        /** @enum {string} */
        Role: "viewer" | "analyst" | "approver" | "administrator" | "auditor";
        Problem: {
            status: number;
            title: string;
            remedy?: string;
        };
        Login: {
            name: string;
            password: string;
        };
        PasswordChange: {
            old_password: string;
            new_password: string;
        };
        Session: {
            name: string;
            role: components["schemas"]["Role"];
            /** @description To be sent as X-Davy-Token with every request that changes something. */
            token: string;
            must_change_password: boolean;
            expires_at: components["schemas"]["Time"];
            /** @description The person sees what belongs to it and to units below it; null: everything. */
            unit: string | null;
        };
        Subject: {
            subject_id: number;
            /** @enum {string} */
            kind: "host" | "meter" | "system";
            name: string;
            level: components["schemas"]["Level"];
            probability: number;
            coin: string | null;
            dialect: string | null;
            first_seen: components["schemas"]["Time"];
            last_seen: components["schemas"]["Time"];
            /** @description Distinct ones; repeated facts are counted once. */
            signals: number;
            case_id: number | null;
            /** @description Of the zone that it lies in, or of its system; empty: nobody's. */
            unit: string;
            /** @description The exemption whose scope it lies in. */
            exemption_id: number | null;
        };
        SubjectPage: {
            items: components["schemas"]["Subject"][];
            next: string | null;
        };
        Signal: {
            detector: string;
            sensor: string;
            observed_at: components["schemas"]["Time"];
            window_first?: components["schemas"]["Time"];
            window_last?: components["schemas"]["Time"];
            strength_nats: number;
            evidence: string;
            times: number;
        };
        SubjectDetail: components["schemas"]["Subject"] & {
            /** @description The latest event line (event.schema.json). */
            event: {
                [key: string]: unknown;
            };
            signals_list: components["schemas"]["Signal"][];
            /** @description Event lines mining_flow. */
            flows: {
                [key: string]: unknown;
            }[];
            flows_left_out: number;
            /** @description Daily means of a meter, null where nothing was read; left out if the readings are not kept. */
            load_picture?: {
                /** Format: date */
                first_day: string;
                drawn_kw: (number | null)[];
                /** @description Empty if nothing is expected. */
                expected_kw: (number | null)[];
            };
            history: {
                at: components["schemas"]["Time"];
                level: components["schemas"]["Level"];
                probability: number;
            }[];
        };
        Overview: {
            /** @description What waits for somebody, most urgent first. */
            needs: {
                /** @enum {string} */
                what: "case_overdue" | "case_without_owner" | "case_waits_for_second_person" | "finding_without_case" | "sensor_silent" | "system_overdue" | "notice_overdue" | "filing_waits" | "exemption_waits" | "exemption_left";
                id: number;
                name: string;
                since: components["schemas"]["Time"];
            }[];
            /** @description Subjects by level. */
            counts: {
                confirmed: number;
                probable: number;
                suspected: number;
                cleared: number;
                unknown: number;
            };
            trend: {
                /** Format: date */
                day: string;
                confirmed: number;
                probable: number;
                suspected: number;
            }[];
            coverage: {
                sensors: number;
                sensors_alive: number;
                /** @description Of the last seven days. */
                hours_covered_share: number | null;
                packets: number;
                octets: number;
                dropped: number;
            };
            cases: {
                open: number;
                overdue: number;
                closed_30_days: number;
            };
        };
        CoverageMap: {
            sensors: string[];
            cells: {
                sensor: string;
                hour: components["schemas"]["Time"];
                alive_seconds: number;
                packets: number;
                octets: number;
                flows: number;
                malformed: number;
                dropped: number;
            }[];
        };
        /** @enum {string} */
        Phase: "clue_analysis" | "on_site_check" | "correlation" | "rectification" | "re_check" | "closed" | "relapse_watch";
        /**
         * @description A key that the console puts into words; one that it does not know is shown as the phase's own.
         * @enum {string}
         */
        NextStep: "take_the_case" | "secure_the_record_of_pool_access" | "plan_the_visit" | "find_the_device" | "secure_the_software" | "correlate_the_evidence" | "consider_benign_explanations" | "determine_the_cause" | "decide_on_a_measure" | "ask_for_rectification" | "verify_and_reconnect" | "wait_for_rectification_and_check_again" | "approve_or_refuse" | "close_with_a_second_person" | "watch_for_a_relapse" | "nothing";
        /** @enum {string} */
        Cause: "undetermined" | "hijacked" | "deliberate" | "misreport" | "research" | "shared_exit";
        Case: {
            case_id: number;
            subject: components["schemas"]["Subject"];
            phase: components["schemas"]["Phase"];
            next_step: components["schemas"]["NextStep"];
            cause: components["schemas"]["Cause"];
            owner: string | null;
            opened_at: components["schemas"]["Time"];
            opened_by: string;
            due_at: components["schemas"]["Time"];
            overdue: boolean;
            waits_for_second_person: null | {
                action: string;
                by: string;
                reason: string;
                at: components["schemas"]["Time"];
            };
            /** @description The three elements: device, software, record of pool access. */
            evidence: {
                device: components["schemas"]["EvidenceItem"][];
                software: components["schemas"]["EvidenceItem"][];
                pool_access: components["schemas"]["EvidenceItem"][];
            };
            /** @description Benign explanations that were considered. */
            explanations: {
                explanation: components["schemas"]["BenignExplanation"];
                excluded: boolean;
                at: components["schemas"]["Time"];
                by: string;
                text: string;
            }[];
            /** @description What was done last; null: nothing yet. */
            measure: null | components["schemas"]["Measure"];
            /** @description What may be done next; a person decides. */
            measures: components["schemas"]["Measure"][];
            /** @description Who is behind it; told once one person has asked and another allowed it. */
            identity: {
                recorded: boolean;
                /** Format: date-time */
                opened_at: string | null;
                text: string | null;
            };
            log: {
                at: components["schemas"]["Time"];
                by: string;
                action: string;
                text: string;
            }[];
        };
        EvidenceItem: {
            at: components["schemas"]["Time"];
            by: string;
            text: string;
        };
        CasePage: {
            /** @description Without their logs, and with the latest evidence of each element only: the case itself has all. */
            items: components["schemas"]["Case"][];
            next: string | null;
        };
        CaseOpening: {
            subject_id: number;
            reason: string;
        };
        /**
         * @description The escalation ladder (data/measures.tsv).
         * @enum {string}
         */
        Measure: "notify" | "warn" | "isolate" | "lock" | "refer" | "verify" | "reconnect";
        /** @enum {string} */
        BenignExplanation: "research" | "shared_exit" | "node_or_wallet" | "price_or_pool_site" | "security_tool" | "other_software" | "hijacked" | "misreport" | "new_equipment" | "climate" | "other";
        CaseAction: {
            /** @enum {string} */
            action: "take" | "note" | "add_evidence" | "set_cause" | "set_due" | "next_phase" | "measure" | "consider" | "record_identity" | "open_identity" | "close" | "suppress" | "approve" | "refuse" | "reopen";
            text?: string;
            measure?: components["schemas"]["Measure"];
            explanation?: components["schemas"]["BenignExplanation"];
            /** @description Of consider: it was excluded, not only thought of. */
            excluded?: boolean;
            /** @enum {string} */
            element?: "device" | "software" | "pool_access";
            cause?: components["schemas"]["Cause"];
            due_at?: components["schemas"]["Time"];
        };
        /** @enum {string} */
        SystemStatus: "draft" | "submitted" | "approved" | "filed" | "built" | "operating" | "changed" | "closed" | "retired";
        SystemForm: {
            name: string;
            unit?: string;
            purpose?: string;
            /** @description The field of study or business that it serves. */
            discipline?: string;
            /** @description Who answers for it. */
            responsible?: string;
            filed_kw?: number | null;
            cpus?: number | null;
            gpus?: number | null;
            disk_tb?: number | null;
            meters?: string[];
            /** @description Addresses and networks. */
            addresses?: string[];
        };
        System: {
            system_id: number;
            name: string;
            unit: string;
            status: components["schemas"]["SystemStatus"];
            purpose: string;
            discipline: string;
            responsible: string;
            filed_kw: number | null;
            cpus: number | null;
            gpus: number | null;
            disk_tb: number | null;
            meters: string[];
            addresses: string[];
            /** @description The authority's. */
            filing_number: string | null;
            /**
             * Format: date
             * @description The day by which its next step must be done.
             */
            due_on: string | null;
            overdue: boolean;
            /**
             * @description The strongest level of what was seen of it.
             * @enum {string|null}
             */
            seen: "confirmed" | "probable" | "suspected" | "cleared" | "unknown" | null;
            /** @description The highest monthly mean of its meters in the last twelve months that were read. */
            used_kw: number | null;
        };
        SystemDetail: components["schemas"]["System"] & {
            /** @description What can be done next. */
            actions: components["schemas"]["SystemActionName"][];
            /** @description What was done, oldest first. */
            steps: {
                at: components["schemas"]["Time"];
                by: string;
                action: string;
                from: string | null;
                to: components["schemas"]["SystemStatus"];
                text: string;
                /** @description Which document shows it: its number or name. */
                document: string | null;
            }[];
        };
        /** @enum {string} */
        SystemActionName: "submit" | "approve" | "return" | "file" | "build" | "operate" | "change" | "close" | "retire";
        SystemAction: {
            action: components["schemas"]["SystemActionName"];
            text?: string;
            document?: string;
            /** @description Needed to file. */
            filing_number?: string;
        };
        SystemList: {
            items: components["schemas"]["System"][];
        };
        /** @enum {string} */
        ZoneKind: "dormitory" | "laboratory" | "office" | "hpc" | "data_centre" | "wireless" | "guest" | "other";
        PlaceList: {
            units: {
                name: string;
                parent: string | null;
                responsible: string;
                contact: string;
            }[];
            zones: {
                unit: string;
                name: string;
                kind: components["schemas"]["ZoneKind"];
                addresses: string[];
                meters: string[];
                /** @description Subjects in it that are confirmed, probable or suspected. */
                findings: number;
            }[];
        };
        ExemptionForm: {
            project: string;
            /** @description Who answers for it. */
            person: string;
            purpose: string;
            /** @description Addresses, networks, meters. */
            hosts: string[];
            /** @description Symbols or names, as findings tell them; empty: any. */
            coins?: string[];
            power_cap_kw?: number | null;
            /** Format: date */
            first_day: string;
            /** Format: date */
            last_day: string;
        };
        Exemption: {
            exemption_id: number;
            project: string;
            person: string;
            purpose: string;
            hosts: string[];
            coins: string[];
            power_cap_kw: number | null;
            /** Format: date */
            first_day: string;
            /** Format: date */
            last_day: string;
            /** @enum {string} */
            status: "asked" | "in_force" | "refused" | "withdrawn" | "expired" | "not_yet";
            asked_by: string;
            decided_by: string | null;
            /** @description Findings that it keeps quiet. */
            inside: number;
            /** @description Findings at its hosts that lie outside it. */
            outside: number;
        };
        ExemptionList: {
            items: components["schemas"]["Exemption"][];
        };
        ExemptionAction: {
            /** @enum {string} */
            action: "approve" | "refuse" | "withdraw";
            text: string;
        };
        DayList: {
            items: {
                /** Format: date */
                day: string;
                working: boolean;
            }[];
        };
        ImportResult: {
            rows: number;
            refused: {
                line: number;
                why: string;
            }[];
        };
        Reconciliation: {
            /** @description The most certain 200. */
            seen_not_filed: components["schemas"]["Subject"][];
            seen_not_filed_left_out: number;
            closed_but_seen: components["schemas"]["System"][];
            beyond_filed: components["schemas"]["System"][];
            never_seen: components["schemas"]["System"][];
            /** @description Uses less than a third of what was filed. */
            over_sized: components["schemas"]["System"][];
            overdue: components["schemas"]["System"][];
        };
        Notice: {
            notice_id: number;
            name: string;
            issuer: string;
            /** @enum {string} */
            class: "full" | "priority";
            taken_at: components["schemas"]["Time"];
            /** Format: date */
            due_on: string;
            overdue: boolean;
            items: number;
            answered: number;
        };
        NoticeList: {
            items: components["schemas"]["Notice"][];
        };
        NoticeImport: {
            notice: components["schemas"]["Notice"];
            rows: number;
            /** @description Items that an earlier list had; they are counted there. */
            repeated: number;
            /** @description What was read as what. */
            columns: {
                heading: string;
                field: string | null;
            }[];
            refused: {
                line: number;
                why: string;
            }[];
        };
        NoticeItem: {
            item_id: number;
            line: number;
            /**
             * @description What the authority saw.
             * @enum {string}
             */
            indicator: "address" | "domain" | "look_up" | "unknown";
            source_address: string | null;
            source_port: number | null;
            destination_address: string | null;
            destination_port: number | null;
            domain: string | null;
            coin: string | null;
            /** Format: date-time */
            first_seen: string | null;
            /** Format: date-time */
            last_seen: string | null;
            /** @description How often it was seen or shares were submitted. */
            times: number | null;
            /** @description In how many lists it stood. */
            lists: number;
            /** @description What of ours fits it, best first. */
            candidates: {
                subject_id: number;
                name: string;
                level: components["schemas"]["Level"];
                /** @enum {string} */
                why: "same_address" | "same_service" | "same_service_other_time" | "same_name";
                unit: string;
                case_id: number | null;
            }[];
            /** @enum {string} */
            status: "open" | "case" | "cannot_locate" | "misreport" | "dealt_with";
            case_id: number | null;
            answer: string;
            answered_by: string | null;
        };
        NoticePage: {
            notice: components["schemas"]["Notice"];
            items: components["schemas"]["NoticeItem"][];
            next: string | null;
        };
        NoticeAnswer: {
            /** @enum {string} */
            action: "open_case" | "cannot_locate" | "misreport" | "dealt_with" | "reopen";
            /** @description Whom the case is about; left out: the host at the item's source address. */
            subject_id?: number;
            text: string;
        };
        Interval: {
            lower: number;
            best: number;
            upper: number;
        };
        Account: {
            region: string;
            year: number;
            /** @description When it was worked out: at a large site, a minute ago. */
            as_of: components["schemas"]["Time"];
            energy_kwh: components["schemas"]["Interval"];
            coal_tce: components["schemas"]["Interval"];
            carbon_tco2: components["schemas"]["Interval"];
            factors: {
                name: string;
                value: string;
                source: string;
            }[];
            /** @description By subject, the largest first. */
            items: {
                subject_id: number;
                name: string;
                energy_kwh: components["schemas"]["Interval"];
                /** @enum {string} */
                part: "measured" | "estimated";
            }[];
            /** @description Beyond the 500 largest. */
            items_left_out: number;
        };
        AuditPage: {
            chain_holds: boolean;
            items: {
                audit_id: number;
                at: components["schemas"]["Time"];
                actor: string;
                action: string;
                object: string;
                detail: string;
            }[];
            next: string | null;
        };
        User: {
            user_id: number;
            name: string;
            role: components["schemas"]["Role"];
            disabled: boolean;
            /** @description Sees what belongs to it and to units below it; null: everything. */
            unit: string | null;
        };
        UserChange: {
            disabled: boolean;
        };
        Retention: {
            /** @description The one in force. */
            profile: string;
            profiles: {
                name: string;
                classes: {
                    class: string;
                    /** @description 0: for ever. */
                    days: number;
                }[];
            }[];
        };
        RetentionChoice: {
            profile: string;
        };
        UserList: {
            items: components["schemas"]["User"][];
        };
        NewUser: {
            name: string;
            role: components["schemas"]["Role"];
            password: string;
            /** @description For viewers */
            unit?: string;
        };
        Settings: {
            version: string;
            store: {
                path: string;
                octets: number;
                schema_version: number;
            };
            retention: {
                class: string;
                days: number;
            }[];
            sensors: {
                name: string;
                kind: string;
                /** Format: date-time */
                last_alive: string | null;
            }[];
        };
        Outlets: {
            items: {
                name: string;
                /** @enum {string} */
                kind: "webhook" | "syslog" | "email" | "file";
                /** @description Host and port, or path; never a secret. */
                place: string;
                /** @description Changes and steps that it was not told of yet. */
                pending: number;
                sent: number;
                /** @description Tries in vain. */
                failed: number;
                /** @description Messages given up. */
                dropped: number;
                /** Format: date-time */
                last_success: string | null;
                /** Format: date-time */
                failing_since: string | null;
                /** Format: date-time */
                next_try: string | null;
                last_error: string | null;
                /**
                 * Format: date-time
                 * @description When davy watch last looked after it.
                 */
                looked_at: string;
            }[];
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "certificate_expired";
            /**
             * Format: date-time
             * @description null: it serves without one, on loopback.
             */
            certificate_ends: string | null;
        };
        SignedZeroReport: {
            zero_report: components["schemas"]["ZeroReport"];
            /** @description Over the octets of the value of zero_report, as they stand. */
            signature: {
                /** @constant */
                algorithm: "ed25519";
                /** @description SHA-256 of the public key, hex. */
                fingerprint: string;
                /** @description PEM. */
                public_key: string;
                value: string;
            };
        };
        ZeroReport: {
            from: components["schemas"]["Time"];
            to: components["schemas"]["Time"];
            unit: string | null;
            made_at: components["schemas"]["Time"];
            made_by: string;
            davy: string;
            /** @enum {string} */
            statement: "nobody_looked" | "nothing_found_in_what_was_covered" | "found";
            covered_share: number;
            alive_s: number;
            asked_s: number;
            sensors: components["schemas"]["ZeroSensor"][];
            findings: components["schemas"]["ZeroFinding"][];
            findings_left_out: number;
            audit_head: {
                id: number;
                hash: string;
            };
        };
        ZeroSensor: {
            name: string;
            kind: string | null;
            alive_s: number;
            asked_s: number;
            packets: number;
            octets: number;
            flows: number;
            malformed: number;
            dropped_kernel: number;
            dropped_davy: number;
            exporter_gaps: number;
            /** @description The largest, either way. */
            clock_offset_s: number | null;
            /** @description What could not be looked for at times. */
            blind: string[];
            /** @description Versions of the facts used. */
            packs: string[];
            gaps: {
                from: components["schemas"]["Time"];
                to: components["schemas"]["Time"];
                missing_s: number;
            }[];
            gaps_left_out: number;
        };
        ZeroFinding: {
            subject_id: number;
            kind: string;
            name: string;
            unit: string | null;
            level: components["schemas"]["Level"];
            probability: number;
            first_seen: components["schemas"]["Time"];
            last_seen: components["schemas"]["Time"];
            case_id: number | null;
            phase: string | null;
            cause: string | null;
            closed: boolean;
            /** @description Two people agreed that it does not count. */
            set_aside: boolean;
        };
    };
    responses: {
        /** @description What went wrong, and what to do. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description `next` of the page before. */
        Cursor: string;
        Limit: number;
    };
    requestBodies: {
        Table: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Logged in; the cookie is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Logged out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed; other sessions have ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    listSubjects: {
        parameters: {
            query?: {
                level?: components["schemas"]["Level"][];
                kind?: "host" | "meter" | "system";
                /** @description Part of the subject's name. */
                text?: string;
                since?: components["schemas"]["Time"];
                order?: "last_seen" | "probability";
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectPage"];
                };
            };
            /** @description Nothing changed since the ETag that was sent. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
        };
    };
    getSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subject. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectDetail"];
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getCoverage: {
        parameters: {
            query: {
                from: components["schemas"]["Time"];
                to: components["schemas"]["Time"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cells. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageMap"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
        };
    };
    listCases: {
        parameters: {
            query?: {
                state?: "open" | "closed" | "all";
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    openCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseOpening"];
            };
        };
        responses: {
            /** @description Opened. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    actOnCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseAction"];
            };
        };
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A zip. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listSystems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All systems. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemList"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    importSystems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Table"];
        responses: {
            /** @description How many rows were taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    addSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SystemForm"];
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The system. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemDetail"];
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    changeSystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SystemForm"];
            };
        };
        responses: {
            /** @description The system as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    actOnSystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SystemAction"];
            };
        };
        responses: {
            /** @description The system as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    listPlaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceList"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    importPlaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Table"];
        responses: {
            /** @description How many rows were taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    listExemptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExemptionList"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    askForExemption: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExemptionForm"];
            };
        };
        responses: {
            /** @description Asked for. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exemption"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    actOnExemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exemption_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExemptionAction"];
            };
        };
        responses: {
            /** @description The exemption as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exemption"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    listDays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayList"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    importDays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Table"];
        responses: {
            /** @description How many rows were taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    getReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    listNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    importNotice: {
        parameters: {
            query: {
                name: string;
                issuer?: string;
                class?: "full" | "priority";
                /** @description The day by which it must be answered; else five working days from now. */
                due_on?: string;
                /** @description Of times without one. */
                time_zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Table"];
        responses: {
            /** @description What was taken. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeImport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getNotice: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                notice_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    answerNoticeItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeAnswer"];
            };
        };
        responses: {
            /** @description The item as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeItem"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getAccount: {
        parameters: {
            query?: {
                region?: string;
                year?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
        };
    };
    getZeroReport: {
        parameters: {
            query: {
                from: components["schemas"]["Time"];
                to: components["schemas"]["Time"];
                /** @description Only what was found in this unit. */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report; the audit log notes who took it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedZeroReport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A zip. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The person as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profiles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    chooseRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionChoice"];
            };
        };
        responses: {
            /** @description The profiles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    listOutlets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlets"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
}
