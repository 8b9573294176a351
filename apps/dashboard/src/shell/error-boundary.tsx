import { Button } from '@mantine/core';
import { Component } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

/** What a fault of a page leaves standing: an explanation and a way on. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="card" role="alert">
        <h1>This page has stopped working</h1>
        <p className="muted">Nothing was changed by that. Load it again, or go to another page.</p>
        <Button mt="md" onClick={() => location.reload()}>
          Load again
        </Button>
      </div>
    );
  }
}
