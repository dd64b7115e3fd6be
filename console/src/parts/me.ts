import { useOutletContext } from 'react-router-dom';
import type { Session } from '../api/types';

// Who is logged in; inside the shell somebody always is.
export const useMe = () => useOutletContext<Session>();
