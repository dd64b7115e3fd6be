// The menu of narrow screens: fetched when it is first opened.
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/provider';

export default function MenuDrawer({ opened, close, children }: { opened: boolean; close: () => void; children: ReactNode }) {
  const { t } = useWords();
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size="260px"
      title={t('menu')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Drawer>
  );
}
