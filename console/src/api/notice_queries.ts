// What the views of notices ask for: lists that an authority sent, their items and answers.
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { client, ProblemError } from './client';
import { page_rows, queries } from './queries';
import type { Notice, NoticeAnswer } from './types';

const forget = (...keys: string[]) => {
  for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
};

export const useNotices = () =>
  useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => client.get('/notices', { signal }) });

export interface NoticeOpening {
  file: File;
  name: string;
  issuer: string;
  class: Notice['class'];
  due_on: string;
  time_zone: string;
}

export const useImportNotice = () =>
  useMutation({
    mutationFn: ({ file, ...opening }: NoticeOpening) =>
      client.post('/notices', file, undefined, {
        name: opening.name,
        class: opening.class,
        ...(opening.issuer && { issuer: opening.issuer }),
        ...(opening.due_on && { due_on: opening.due_on }),
        ...(opening.time_zone && { time_zone: opening.time_zone }),
      }),
    onSuccess: () => forget('notices', 'overview'),
  });

export const useNotice = (notice_id: number) =>
  useInfiniteQuery({
    queryKey: ['notice', notice_id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get('/notices/{notice_id}', {
        signal,
        path: { notice_id },
        query: { limit: page_rows, ...(pageParam && { cursor: pageParam }) },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: Number.isSafeInteger(notice_id),
  });

export const useAnswerItem = (notice_id: number, item_id: number) =>
  useMutation({
    mutationFn: (answer: NoticeAnswer) =>
      client.post('/notice-items/{item_id}/actions', answer, { item_id }),
    onSuccess: () => {
      forget('notices', 'cases', 'overview', 'subjects', 'subject');
      return queries.invalidateQueries({ queryKey: ['notice', notice_id] });
    },
    onError: (error) => {
      // Somebody else was faster: show what the item is now, behind the message.
      if (error instanceof ProblemError && error.status === 409) forget('notice');
    },
  });
