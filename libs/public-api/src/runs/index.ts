export { runsTable, runMessagesTable } from './runs.tables';
export { humanRequestsTable } from './human-requests.tables';
