import { Page } from '../../ui/page';
import { WhoseTabs } from '../../ui/whose-tabs';
import { AppList } from './app-list';

export default function ConnectedAppsPage() {
  return (
    <Page
      title="Connected apps"
      lead="Programs that you let act for you in this team. Each may do what you may do, at most."
    >
      <WhoseTabs label="Whose apps">{(whose) => <AppList whose={whose} />}</WhoseTabs>
    </Page>
  );
}
