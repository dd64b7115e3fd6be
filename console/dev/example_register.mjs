// The example's register: systems with their filing, units and zones, exemptions, working days.
export function makeRegister({ at, day }) {
  const date = (ms_ago) => at(ms_ago).slice(0, 10);
  const step = (ms_ago, by, action, from, to, text = '', document = null) => ({ at: at(ms_ago), by, action, from, to, text, document });
  const filing = (begun, { number, built = true } = {}) => [
    step(begun, 'wang.lei', 'begin', null, 'draft', 'Begun from the form of the unit.'),
    step(begun - 3 * day, 'wang.lei', 'submit', 'draft', 'submitted', '', 'Form JS-2'),
    step(begun - 6 * day, 'li.na', 'approve', 'submitted', 'approved', 'Capacity agrees with the electricity of the room.'),
    step(begun - 11 * day, 'analyst', 'file', 'approved', 'filed', 'Taken in by the authority.', number),
    ...(built ? [
      step(begun - 80 * day, 'analyst', 'build', 'filed', 'built', 'Racks stand, meters read.', 'Handover 2026-114'),
      step(begun - 92 * day, 'analyst', 'operate', 'built', 'operating', ''),
    ] : []),
  ];
  const imported = (ms_ago, to) => [step(ms_ago, 'administrator', 'import', null, to, 'Back-filed from the table of the Computing Centre.')];

  const system = (system_id, name, unit, status, purpose, filed_kw, meters, addresses, more) => ({
    system_id, name, unit, status, purpose, discipline: '', responsible: '', filed_kw, cpus: null, gpus: null, disk_tb: null,
    meters, addresses, filing_number: null, due_on: null, overdue: false, seen: null, used_kw: null, steps: [], ...more,
  });
  const systems = [
    system(1, 'HPC hall', 'Computing Centre', 'operating', 'simulation', 480, ['M-HPC-01'], ['10.20.4.0/24'],
      { discipline: 'all', responsible: 'Sun Qiang', cpus: 12288, gpus: 96, disk_tb: 4200, filing_number: 'SF-2025-0017', seen: 'cleared', used_kw: 402, steps: filing(410 * day, { number: 'SF-2025-0017' }) }),
    system(2, 'Render farm B', 'School of Arts', 'operating', 'rendering', 40, ['M-ART-02', 'M-ART-03'], ['10.48.2.0/26'],
      { discipline: 'animation', responsible: 'He Yun', cpus: 640, gpus: 48, disk_tb: 180, filing_number: 'SF-2025-0052', seen: 'suspected', used_kw: 61, steps: filing(320 * day, { number: 'SF-2025-0052' }) }),
    system(3, 'Physics cluster', 'Department of Physics', 'operating', 'simulation', 120, ['M-PHY-01'], ['10.22.1.0/25'],
      { discipline: 'condensed matter', responsible: 'Zhou Min', cpus: 2048, gpus: 0, disk_tb: 300, filing_number: 'SF-2025-0031', seen: 'unknown', used_kw: 31, steps: filing(380 * day, { number: 'SF-2025-0031' }) }),
    system(4, 'AI training pool', 'School of Computing', 'filed', 'training of models', 260, ['M-CS-04'], ['10.24.0.0/22'],
      { discipline: 'computer science', responsible: 'Xu Jing', cpus: 1536, gpus: 256, disk_tb: 900, filing_number: 'SF-2026-0008', steps: filing(60 * day, { number: 'SF-2026-0008', built: false }) }),
    system(5, 'Blockchain laboratory', 'School of Computing', 'operating', 'teaching, with exemption', 6, ['M-CS-09'], ['10.24.9.0/28'],
      { discipline: 'computer science', responsible: 'Xu Jing', cpus: 64, gpus: 8, disk_tb: 12, filing_number: 'SF-2025-0060', seen: 'confirmed', used_kw: 4.4, steps: filing(300 * day, { number: 'SF-2025-0060' }) }),
    system(6, 'Genome store', 'School of Life Sciences', 'submitted', 'storage', 55, ['M-BIO-01'], ['10.26.0.0/24'],
      { discipline: 'genomics', responsible: 'Deng Li', cpus: 256, gpus: 0, disk_tb: 6000, due_on: date(12 * day), overdue: true,
        steps: [step(30 * day, 'wang.lei', 'begin', null, 'draft'), step(19 * day, 'approver', 'submit', 'draft', 'submitted', 'Complete since the meters are named.', 'Form JS-2')] }),
    system(7, 'Weather model', 'Department of Geography', 'draft', 'simulation', null, [], [],
      { discipline: 'meteorology', responsible: 'Ma Rui', cpus: 512, steps: [step(4 * day, 'analyst', 'begin', null, 'draft', 'Asked for by the department.')] }),
    system(8, 'Old GPU room', 'Department of Physics', 'closed', 'simulation', 30, ['M-PHY-07'], ['10.22.7.0/28'],
      { responsible: 'Zhou Min', gpus: 64, filing_number: 'SF-2024-0003', seen: 'confirmed', used_kw: 27,
        steps: [...imported(500 * day, 'operating'), step(90 * day, 'analyst', 'close', 'operating', 'closed', 'Switched off; the room is to be cleared.', 'Order 2026-88')] }),
    system(9, 'Library archive', 'University Library', 'operating', 'storage', 18, ['M-LIB-01'], ['10.31.8.0/27'],
      { responsible: 'Gao Fang', disk_tb: 800, filing_number: 'SF-2025-0044', steps: filing(350 * day, { number: 'SF-2025-0044' }) }),
    system(10, 'Campus cloud', 'Computing Centre', 'changed', 'virtual machines', 310, ['M-HPC-05', 'M-HPC-06'], ['10.40.0.0/16'],
      { discipline: 'all', responsible: 'Sun Qiang', cpus: 8192, gpus: 32, disk_tb: 2600, filing_number: 'SF-2025-0018', seen: 'cleared', used_kw: 284, due_on: date(-2 * day),
        steps: [...filing(400 * day, { number: 'SF-2025-0018' }), step(9 * day, 'wang.lei', 'change', 'operating', 'changed', 'A third hall is added: the capacity rises.', 'Plan 2026-31')] }),
    system(11, 'Hospital imaging', 'Affiliated Hospital', 'approved', 'images', 90, ['M-HOS-11'], ['10.70.3.0/24'],
      { discipline: 'medicine', responsible: 'Luo Ning', cpus: 384, gpus: 24, disk_tb: 1500, due_on: date(-3 * day), steps: filing(25 * day, {}).slice(0, 3) }),
    system(12, 'Test stand 3', 'Computing Centre', 'retired', 'tests', 4, ['M-HPC-09'], [],
      { responsible: 'Sun Qiang', steps: [...imported(500 * day, 'operating'), step(200 * day, 'analyst', 'close', 'operating', 'closed'), step(170 * day, 'analyst', 'retire', 'closed', 'retired', 'Scrapped.', 'Asset list 7')] }),
  ];

  const unit = (name, parent, responsible, contact) => ({ name, parent, responsible, contact });
  const zone = (unit_name, name, kind, addresses, meters, findings = 0) => ({ unit: unit_name, name, kind, addresses, meters, findings });
  const places = {
    units: [
      unit('Computing Centre', null, 'Sun Qiang', 'sun.qiang@campus.example'),
      unit('Student housing', null, 'Tang Wei', '+86 10 5550 0144'),
      unit('School of Computing', null, 'Xu Jing', 'xu.jing@campus.example'),
      unit('Department of Physics', null, 'Zhou Min', 'zhou.min@campus.example'),
      unit('Laboratory of materials', 'Department of Physics', 'Fang Yu', 'fang.yu@campus.example'),
      unit('University Library', null, 'Gao Fang', ''),
      unit('Department of Geography', null, '', ''),
    ],
    zones: [
      zone('Computing Centre', 'HPC hall', 'hpc', ['10.20.4.0/24'], ['M-HPC-01'], 1),
      zone('Computing Centre', 'Data centre east', 'data_centre', ['10.40.0.0/16', '2001:db8:40:1::/64'], ['M-HPC-05', 'M-HPC-06'], 1),
      zone('Computing Centre', 'Wireless campus', 'wireless', ['10.52.0.0/16'], [], 1),
      zone('Computing Centre', 'Guests', 'guest', ['10.60.0.0/16'], []),
      zone('Student housing', 'Dormitory 7', 'dormitory', ['10.44.0.0/18'], ['M-DORM7-1F', 'M-DORM7-2F', 'M-DORM7-3F'], 2),
      zone('Student housing', 'Dormitory 8', 'dormitory', ['10.44.64.0/18'], ['M-DORM8-1F', 'M-DORM8-2F']),
      zone('School of Computing', 'Offices A', 'office', ['10.24.16.0/22'], []),
      zone('School of Computing', 'Blockchain laboratory', 'laboratory', ['10.24.9.0/28'], ['M-CS-09'], 2),
      zone('Department of Physics', 'Room C-214', 'laboratory', ['10.20.9.192/26'], ['M-PHY-07'], 1),
      zone('Laboratory of materials', 'Furnace hall', 'other', [], ['M-PHY-12']),
      zone('University Library', 'Reading rooms', 'other', ['10.31.0.0/21'], ['M-LIB-01', 'M-LIB-03'], 2),
    ],
  };

  const exemption = (exemption_id, project, person, purpose, hosts, coins, power_cap_kw, first, last, status, decided_by, inside, outside, asked_by = 'wang.lei') => ({
    exemption_id, project, person, purpose, hosts, coins, power_cap_kw, first_day: date(first), last_day: date(last), status, asked_by, decided_by, inside, outside,
  });
  const exemptions = [
    exemption(1, 'Course on consensus, CS-4821', 'Xu Jing', 'Students run testnet miners to see difficulty adjust; no coin of value.',
      ['10.24.9.0/28', 'M-CS-09'], ['BTC'], 6, 90 * day, -40 * day, 'in_force', 'li.na', 1, 1),
    exemption(2, 'Energy of proof of work', 'Fang Yu', 'Two machines of known make on a calibrated meter, for a published table of watts per hash.',
      ['M-PHY-12', '10.22.12.16/29'], [], 4.5, -3 * day, -150 * day, 'asked', null, 0, 0, 'approver'),
    exemption(3, 'Detection data set', 'Ma Rui', 'Traffic of miners in a closed network, to train detectors.', ['10.22.30.0/28'], ['XMR', 'ETC'], 2, -20 * day, -80 * day, 'not_yet', 'approver', 0, 0),
    exemption(4, 'Student club', 'Tang Wei', 'Club would like to earn its own electricity.', ['10.44.12.0/24'], [], null, 30 * day, -300 * day, 'refused', 'li.na', 0, 0, 'analyst'),
    exemption(5, 'Storage proofs', 'Deng Li', 'Chia plots on a spare array for a thesis.', ['10.26.0.40'], ['XCH'], 1.2, 300 * day, 35 * day, 'expired', 'li.na', 0, 0),
    exemption(6, 'Heat reuse trial', 'Gao Fang', 'Warm air of two machines into the reading room.', ['M-LIB-04'], [], 3, 200 * day, -20 * day, 'withdrawn', 'li.na', 0, 0),
  ];

  // China's autumn and winter of the example's year, and weekend days that are worked in exchange.
  const year = Number(date(0).slice(0, 4));
  const off = (month, from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ day: `${year}-${month}-${String(from + i).padStart(2, '0')}`, working: false }));
  const days = [
    ...off('01', 1, 3), { day: `${year}-01-04`, working: true }, { day: `${year}-02-14`, working: true }, ...off('02', 15, 23), { day: `${year}-02-28`, working: true },
    ...off('04', 4, 6), ...off('05', 1, 5), { day: `${year}-05-09`, working: true }, ...off('06', 19, 21), { day: `${year}-09-20`, working: true },
    ...off('09', 25, 27), ...off('10', 1, 7), { day: `${year}-10-10`, working: true },
  ];
  return { systems, places, exemptions, days };
}

// What a step leads to, and from where it may be taken.
export const transitions = {
  submit: { from: ['draft', 'changed'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved', second: true },
  return: { from: ['submitted'], to: 'draft', second: true, reason: true },
  file: { from: ['approved'], to: 'filed' },
  build: { from: ['filed'], to: 'built' },
  operate: { from: ['filed', 'built'], to: 'operating' },
  change: { from: ['filed', 'built', 'operating'], to: 'changed', reason: true },
  close: { from: ['filed', 'built', 'operating', 'changed'], to: 'closed', reason: true },
  retire: { from: ['closed', 'draft'], to: 'retired', reason: true },
};
export const actionsOf = (status) => Object.keys(transitions).filter((action) => transitions[action].from.includes(status));

export const withoutSteps = ({ steps: _, ...system }) => system;
// What this person may do next: whoever submitted does not approve.
export const withActions = (system, session, may) => ({
  ...system,
  actions: actionsOf(system.status).filter((action) => {
    if (!transitions[action].second) return may(session, 'file');
    return (may(session, 'approve') || may(session, 'administer')) && !(action === 'approve' && submitterOf(system) === session.name);
  }),
});
export const submitterOf = (system) => system.steps.findLast((s) => s.action === 'submit')?.by;
