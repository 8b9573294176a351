import { getTableColumns } from 'drizzle-orm';
import { connectedAppsTable } from './connected-apps.tables';

const { grantHash, ...columns } = getTableColumns(connectedAppsTable);
void grantHash;

/** What may be shown of a connected app: everything but its grant, which is the business of nobody outside. */
export const CONNECTED_APP = columns;
