import { useState } from 'react';
import { Link } from 'wouter';
import { ago } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { HumanRequestForm } from './human-request-form';
import { useWaiting } from './waiting';

export default function HumanRequestsPage() {
  const [offset, setOffset] = useState(0);
  const waiting = useWaiting(offset);
  return (
    <Page title="Human requests" lead="Agents that wait for a person. An answer lets the run go on at once.">
      <Loaded query={waiting}>
        {(page) =>
          page.human_requests.length === 0 ? (
            <div className="card">
              <Empty title="Nothing waits for you">When an agent needs an answer, it shows here.</Empty>
            </div>
          ) : (
            <>
              {page.human_requests.map((request) => (
                <Section
                  key={request.id}
                  title={request.title}
                  about={
                    <>
                      Asked {ago(request.created_at)}
                      {request.expires_at !== null && `, expires ${ago(request.expires_at)}`} ·{' '}
                      <Link href={`/runs/${request.run_id}`}>See the run</Link>
                    </>
                  }
                >
                  <HumanRequestForm request={request} />
                </Section>
              ))}
              <Paging {...page} noun="request" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
