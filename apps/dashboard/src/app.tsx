import { Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { isAdmin, useMe } from './api/session';
import type { Me } from './api/session';
import { PAGES } from './pages';
import type { PageEntry } from './pages';
import { ErrorBoundary } from './shell/error-boundary';
import { Side } from './shell/side';
import { SignIn } from './shell/sign-in';
import { Page } from './ui/page';
import { Empty, Failure, Loading } from './ui/states';

/** The door: nobody gets further than their session reaches. */
export function App() {
  const me = useMe();
  if (me.isPending) return null;
  if (me.isError) {
    return (
      <main className="entry">
        <div className="entry-card">
          <Failure error={me.error} retry={() => void me.refetch()} />
        </div>
      </main>
    );
  }
  return me.data === null ? <SignIn /> : <Shell me={me.data} />;
}

function Shell({ me }: { readonly me: Me }) {
  const [location] = useLocation();
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <div className="shell">
        <Side me={me} />
        <main className="main" id="content" tabIndex={-1}>
          {/* A fault of one page is left behind with it. */}
          <ErrorBoundary key={location}>
            <Suspense fallback={<Loading />}>
              <Pages me={me} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </>
  );
}

function Pages({ me: { current_team: team, teams } }: { readonly me: Me }) {
  const isOpen = ({ group, needsNoTeam }: PageEntry): boolean =>
    team === null ? needsNoTeam === true : group !== 'Administration' || isAdmin(team.role);
  return (
    <Switch>
      {PAGES.filter(isOpen).map(({ path, view: View }) => (
        <Route key={path} path={path}>
          <View />
        </Route>
      ))}
      <Route>{team === null ? <NoTeam hasOthers={teams.length > 0} /> : <NotFound />}</Route>
    </Switch>
  );
}

function NotFound() {
  return (
    <Page title="Not found">
      <Empty title="There is no such page">It has moved, or your role does not open it.</Empty>
    </Page>
  );
}

function NoTeam({ hasOthers }: { readonly hasOthers: boolean }) {
  return (
    <Page title="No team yet">
      {hasOthers ? (
        <Empty title="You have left this team">
          Choose one of your other teams, where the name of the team is.
        </Empty>
      ) : (
        <Empty title="You are in no team">Ask an owner, admin or manager of a team to invite you.</Empty>
      )}
    </Page>
  );
}
