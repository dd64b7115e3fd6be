// A button that fetches a file and hands it to the reader; why there is none stands below it.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Download } from '../api/client';
import { useWords } from '../words/provider';
import { ProblemNote, problemText } from './page';

// Long enough for any browser to have taken the file.
const kept_ms = 60_000;

export function save({ file, name }: Download, otherwise: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name ?? otherwise;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), kept_ms);
}

interface DownloadOptions {
  label: string;
  intro?: string;
  // Its name where the server gives none.
  name: string;
  fetch: () => Promise<Download>;
}

export function DownloadButton({ label, intro, name, fetch }: DownloadOptions) {
  const words = useWords();
  const get = useMutation({ mutationFn: fetch, onSuccess: (got) => save(got, name) });
  return (
    <div className="stack-8 no-print">
      {intro && <p className="soft small">{intro}</p>}
      <Button variant="default" loading={get.isPending} onClick={() => get.mutate()}>
        {label}
      </Button>
      {get.isError && <ProblemNote said={problemText(get.error, words)} />}
      {get.data && (
        <p className="note good" role="status">
          {words.t('download_done', { name: get.data.name ?? name })}
        </p>
      )}
    </div>
  );
}
