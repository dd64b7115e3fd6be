// Which view stands at which address. Views are loaded when they are first opened.
import { lazy, Suspense } from 'react';
import {
  createBrowserRouter,
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

const view = (load: () => Promise<{ default: React.ComponentType }>) => {
  const View = lazy(load);
  return <View />;
};

const views: RouteObject[] = [
  { index: true, element: view(() => import('./views/overview')) },
  { path: 'findings', element: view(() => import('./views/findings')) },
  { path: 'findings/:id', element: view(() => import('./views/subject')) },
  { path: 'cases', element: view(() => import('./views/cases')) },
  { path: 'cases/:id', element: view(() => import('./views/case')) },
  { path: 'notices', element: view(() => import('./views/notices')) },
  { path: 'notices/new', element: view(() => import('./views/notice_new')) },
  { path: 'notices/:id', element: view(() => import('./views/notice')) },
  { path: 'register', element: view(() => import('./views/register')) },
  { path: 'register/systems/new', element: view(() => import('./views/register_new')) },
  { path: 'register/systems/:id', element: view(() => import('./views/register_system')) },
  { path: 'coverage', element: view(() => import('./views/coverage')) },
  { path: 'account', element: view(() => import('./views/account')) },
  { path: 'audit', element: view(() => import('./views/audit')) },
  { path: 'settings', element: view(() => import('./views/settings')) },
  { path: '*', element: view(() => import('./views/not_found')) },
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

export const App = () => <RouterProvider router={router} />;
