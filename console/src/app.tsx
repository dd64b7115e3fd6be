// Which view stands at which address. Views are loaded when they are first opened.
import { lazy, Suspense, useState } from 'react';
import { BrowserRouter, matchRoutes, Navigate, Outlet, useLocation, useRoutes, type RouteObject } from 'react-router-dom';
import { askForOverview, askForSession, useSession } from './api/queries';
import type { Session } from './api/types';
import { Problem, Waiting } from './parts/page';
import { Shell } from './parts/shell';
import { Unbroken } from './views/broken';
import { LogIn } from './views/login';
import OverviewView from './views/overview';
import { FirstPassword } from './views/password';

interface Opening {
  load: () => Promise<{ default: React.ComponentType }>;
  ask: () => Promise<void>; // for what it shows
  view?: React.ComponentType; // once its code is here
}

const fetchCode = async (opening: Opening) => {
  opening.view = (await opening.load()).default;
};

// What suspends is drawn as waiting for a third of a second at least, so a view whose code is here already does not.
const at = (path: string, load: Opening['load'], ask: Opening['ask'] = async () => {}): RouteObject => {
  const opening: Opening = { load, ask };
  const Later = lazy(load);
  const View = () => {
    const [Now] = useState(() => opening.view ?? Later);
    return <Now />;
  };
  return { path, element: <View />, handle: opening };
};

const views: RouteObject[] = [
  at('', async () => ({ default: OverviewView }), askForOverview), // where everybody begins
  at('findings', () => import('./views/findings')),
  at('findings/:id', () => import('./views/subject')),
  at('cases', () => import('./views/cases')),
  at('cases/:id', () => import('./views/case')),
  at('notices', () => import('./views/notices')),
  at('notices/new', () => import('./views/notice_new')),
  at('notices/:id', () => import('./views/notice')),
  at('register', () => import('./views/register')),
  at('register/systems/new', () => import('./views/register_new')),
  at('register/systems/:id', () => import('./views/register_system')),
  at('coverage', () => import('./views/coverage')),
  at('account', () => import('./views/account')),
  at('audit', () => import('./views/audit')),
  at('settings', () => import('./views/settings')),
  at('*', () => import('./views/not_found')),
];

function Gate() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isError) {
    return (
      <div className="alone">
        <main>
          <Problem error={session.error} retry={() => void session.refetch()} />
        </main>
      </div>
    );
  }
  if (session.data === undefined) return null;
  const from = pathname + search;
  if (!session.data) return <Navigate to="/login" replace state={{ from }} />;
  if (session.data.must_change_password) return <FirstPassword />;
  return <Inside session={session.data} />;
}

function Inside({ session }: { session: Session }) {
  return (
    <Shell session={session}>
      <Suspense fallback={<Waiting />}>
        <Outlet context={session} />
      </Suspense>
    </Shell>
  );
}

const places: RouteObject[] = [
  { path: '/login', element: <LogIn /> },
  { path: '/', element: <Gate />, children: views },
];

function Places() {
  const { pathname } = useLocation();
  return <Unbroken place={pathname}>{useRoutes(places)}</Unbroken>;
}

const openingsAt = (pathname: string) =>
  (matchRoutes(views, pathname) ?? []).map(({ route }) => route.handle as Opening);

// All that the first picture of a place needs. What fails here fails again, and is told, where it is drawn.
export async function fetchView(pathname: string) {
  const [opening] = openingsAt(pathname);
  if (!opening) return;
  const code = fetchCode(opening).catch(() => undefined);
  if (await askForSession()) await opening.ask();
  await code;
}

// The others, while nothing else is to be done: whoever goes there does not wait.
export async function fetchOtherViews() {
  for (const { handle } of views) await fetchCode(handle as Opening).catch(() => undefined);
}

export const App = () => (
  <BrowserRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
    <Places />
  </BrowserRouter>
);
