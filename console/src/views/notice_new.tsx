// Takes a list that an authority sent, and shows how it was read.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router-dom';
import { useImportNotice } from '../api/notice_queries';
import { may, type Notice, type NoticeImport } from '../api/types';
import { useMe } from '../parts/me';
import { Page, Panel, ProblemNote, problemText } from '../parts/page';
import { Refused, TableFile, tableProblem } from '../parts/table_file';
import { useWords } from '../words/provider';

const classes: readonly Notice['class'][] = ['full', 'priority'];
// Where the browser stands, and where lists commonly come from; whoever needs another writes it into the list's times.
const zones = () => [...new Set([Intl.DateTimeFormat().resolvedOptions().timeZone, 'Asia/Shanghai', 'UTC'])];
// "November.xlsx" → "November": what is proposed as the list's name.
const nameOf = (file: File | null) => file?.name.replace(/\.\w{1,5}$/, '') ?? '';

function Columns({ columns }: Pick<NoticeImport, 'columns'>) {
  const { t, named } = useWords();
  return (
    <Panel flush title={t('notice_columns')}>
      <table className="data">
        <caption className="hidden">{t('notice_columns')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('notice_heading')}</th>
            <th scope="col">{t('notice_field')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ heading, field }, i) => (
            <tr key={i}>
              <td className="any">{heading}</td>
              <td>{field === null ? <span className="soft">{t('notice_unread')}</span> : named('field', field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Taken({ result }: { result: NoticeImport }) {
  const { t, counted } = useWords();
  return (
    <div role="status">
      <Panel title={result.notice.name}>
        <div className="stack-12">
          <p className={`note ${result.rows > 0 ? 'good' : 'wait'}`}>{counted('import_rows', result.rows)}</p>
          {result.repeated > 0 && <p className="note">{counted('notice_took_repeated', result.repeated)}</p>}
          <Refused rows={result.refused} />
          <Button component={Link} to={`/notices/${result.notice.notice_id}`}>
            {t('notice_to_list')}
          </Button>
        </div>
      </Panel>
      <Columns columns={result.columns} />
    </div>
  );
}

function Form({ send }: { send: ReturnType<typeof useImportNotice> }) {
  const words = useWords();
  const { t } = words;
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [issuer, setIssuer] = useState('');
  const [kind, setKind] = useState<Notice['class']>('full');
  const [due_on, setDue] = useState('');
  const [time_zone, setZone] = useState(() => zones()[0] ?? 'UTC');
  const [tried, setTried] = useState(false);
  const choose = (chosen: File | null) => {
    send.reset();
    setFile(chosen);
    if (name === nameOf(file)) setName(nameOf(chosen).slice(0, 200));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!file || tableProblem(file) || name.trim() === '') return;
    send.mutate({ file, name: name.trim(), issuer: issuer.trim(), class: kind, due_on, time_zone });
  };
  return (
    <form className="stack-12" onSubmit={submit} noValidate>
      <TableFile file={file} onChoose={choose}>
        <p>{t('notice_import_intro')}</p>
      </TableFile>
      <div className="fields">
        <TextInput
          label={t('notice_name')}
          description={t('notice_name_more')}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' && t('notice_name_needed')}
        />
        <TextInput
          label={t('notice_due')}
          description={t('notice_due_more')}
          type="date"
          value={due_on}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('notice_zone')}
          description={t('notice_zone_more')}
          value={time_zone}
          onChange={(event) => setZone(event.currentTarget.value)}
          data={zones()}
        />
      </div>
      <div className="fields">
        <TextInput label={t('notice_issuer')} maxLength={200} value={issuer} onChange={(event) => setIssuer(event.currentTarget.value)} />
        <NativeSelect
          label={t('notice_class')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Notice['class'])}
          data={classes.map((value) => ({ value, label: t(`notice_class_${value}`) }))}
        />
      </div>
      <ProblemNote said={send.error ? problemText(send.error, words) : null} />
      <Button type="submit" disabled={!file || tableProblem(file) !== null} loading={send.isPending}>
        {t('import_do')}
      </Button>
    </form>
  );
}

export default function NewNotice() {
  const { t } = useWords();
  const me = useMe();
  const send = useImportNotice();
  return (
    <Page title={t('notice_import')} crumb={<Link to="/notices">{t('notices_title')}</Link>}>
      {may(me.role, 'act') ? (
        <>
          {send.data && <Taken result={send.data} />}
          {!send.data && (
            <Panel>
              <Form send={send} />
            </Panel>
          )}
        </>
      ) : (
        <Panel>
          <p className="soft">{t('answer_reads')}</p>
        </Panel>
      )}
    </Page>
  );
}
