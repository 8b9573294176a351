import { isAdmin, useMe } from '../../api/session';
import { Page } from '../../ui/page';
import { AdminCatalogue } from './admin-catalogue';
import { Catalogue } from './catalogue';

export default function ToolsPage() {
  const role = useMe().data?.current_team?.role;
  return (
    <Page
      title="Tools"
      lead="What a connected host can do, each with its schema. Open one to try it as yourself."
    >
      {isAdmin(role) ? <AdminCatalogue /> : <Catalogue />}
    </Page>
  );
}
