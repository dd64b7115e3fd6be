import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The example server answers the API while the console is developed; a real one is named by DAVY_API.
const api = process.env['DAVY_API'] ?? 'http://127.0.0.1:8787';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Fonts and pictures stay files: `default-src 'self'` admits no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // What changes with an update of React alone, so that a new console fetches less.
        manualChunks: (id) =>
          /node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run)\//.test(id)
            ? 'react'
            : undefined,
      },
    },
  },
  server: { proxy: { '/api': api } },
});
