// Before the console's code is here. A file of its own: the policy admits no inline script.
(() => {
  // Its colours, so that a dark screen never flashes white.
  let wanted = null;
  try {
    wanted = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage is off: follow the system.
  }
  const dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

  // What it is going to ask for first; src/api/opening.ts hands out the answers.
  const ask = (path) =>
    fetch(`/api/v1${path}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store' });
  const session = ask('/session');
  const asked = new Map([['/api/v1/session', session]]);
  if (location.pathname === '/') {
    const overview = session.then((answer) => (answer.ok ? ask('/overview') : Promise.reject(new Error('nobody'))));
    asked.set('/api/v1/overview', overview);
  }
  for (const answer of asked.values()) answer.catch(() => undefined); // it is asked again, and told then
  window.davyOpening = asked;

  // Its numbers and times: a browser reads what it knows of languages at the first use, which takes as long as drawing a view.
  new Intl.NumberFormat(navigator.language).format(0);
  new Intl.DateTimeFormat(navigator.language).format(0);
})();
