// Which view stands at which address. Views are loaded when they are first opened.
import { lazy, Suspense } from 'react';
import {
  createBrowserRouter,
  matchRoutes,
  Navigate,
  Outlet,
  RouterProvider,
  useLocation,
  type RouteObject,
} from 'react-router-dom';
import { useSession } from './api/queries';
import type { Session } from './api/types';
import { Problem, Waiting } from './parts/page';
import { Shell } from './parts/shell';
import { BrokenView } from './views/broken';
import { LogIn } from './views/login';
import { FirstPassword } from './views/password';

type Load = () => Promise<{ default: React.ComponentType }>;

const at = (path: string, load: Load): RouteObject => {
  const View = lazy(load);
  return { path, element: <View />, handle: load };
};

const views: RouteObject[] = [
  at('', () => import('./views/overview')),
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

const router = createBrowserRouter([
  { path: '/login', element: <LogIn />, errorElement: <BrokenView /> },
  { path: '/', element: <Gate />, errorElement: <BrokenView />, children: views },
]);

// Fetched along with the words and the session, not after them; what fails here fails again, and is told, where it is drawn.
export function fetchView(pathname: string) {
  for (const { route } of matchRoutes(views, pathname) ?? []) void (route.handle as Load)().catch(() => undefined);
}

export const App = () => <RouterProvider router={router} />;
