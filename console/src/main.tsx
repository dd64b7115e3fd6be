import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Skeleton.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/PasswordInput.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Drawer.css';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import '@mantine/core/styles/Tabs.css';
import './style/tokens.css';
import './style/shell.css';
import './style/parts.css';
import './style/figures.css';
import './style/print.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { forgetOpening } from './api/opening';
import { queries } from './api/queries';
import { App, fetchOtherViews, fetchView } from './app';
import { theme } from './theme';
import { askForWords, WordsProvider } from './words/provider';

const root = createRoot(document.getElementById('root')!);
const draw = () =>
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <WordsProvider>
          <QueryClientProvider client={queries}>
            <App />
          </QueryClientProvider>
        </WordsProvider>
      </MantineProvider>
    </StrictMode>,
  );

// Fetched side by side and drawn in one go: each picture that is not the last one takes as long as the last one.
const place = location.pathname === '/login' ? '/' : location.pathname;
void Promise.allSettled([askForWords(), fetchView(place)]).then(() => {
  forgetOpening();
  draw();
  setTimeout(() => void fetchOtherViews(), 2_000);
});
