import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { environmentSchema, loadConfig, unsafeSettings } from '@app/config';
import type { Config } from '@app/config';
import { filesBelow, FOLDER, problemsOf, readManifests } from './support/kubernetes';
import { ROOT, textOf } from './support/repository';
import { readYaml } from './support/yaml';

const manifests = readManifests();
const find = (kind: string, name: string): any =>
  manifests.find(({ object }) => object.kind === kind && object.metadata.name === name)?.object;
const api = find('Deployment', 'duvo-api');
const worker = find('Deployment', 'duvo-worker');
const job = find('Job', 'duvo-migrate');
const WORKLOADS = [api, worker, job];
const containerOf = ({ spec }: any): any => spec.template.spec.containers[0];

/** What the process of a workload is told, without its secrets. */
const settings: Record<string, string> = {
  ...(parseEnv(textOf(`${FOLDER}/base/settings.env`)) as Record<string, string>),
  ...(parseEnv(textOf(`${FOLDER}/overlays/production/settings.env`)) as Record<string, string>),
};
const config: Config = loadConfig({
  ...settings,
  DATABASE_URL: 'postgres://duvo:secret@postgres:5432/duvo',
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
});

describe('deploy/kubernetes', () => {
  it('is what Kubernetes understands, field by field', () => {
    const problems = problemsOf(manifests.map(({ object }) => object));
    expect(Object.fromEntries(manifests.map(({ path }, index) => [path, problems[index]]))).toEqual(
      Object.fromEntries(manifests.map(({ path }) => [path, []])),
    );
    expect(manifests.length).toBeGreaterThan(12);
  });

  it('would not pass with a field that nobody knows, or a value of another kind', () => {
    const wrong = structuredClone(api);
    containerOf(wrong).livenessProb = {};
    const [unknown, text] = problemsOf([wrong, { ...worker, spec: { ...worker.spec, replicas: 'two' } }]);
    expect(unknown).toEqual([expect.stringContaining('livenessProb')]);
    expect(text).toEqual([expect.stringContaining("Type 'string' is not assignable to type 'number'")]);
  });

  it('has what a cluster needs to run it', () => {
    expect(manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`).sort()).toEqual([
      'Deployment duvo-api',
      'Deployment duvo-worker',
      'HorizontalPodAutoscaler duvo-api',
      'Ingress duvo',
      'Job duvo-migrate',
      'Namespace duvo',
      'NetworkPolicy duvo-api-ingress',
      'NetworkPolicy duvo-egress',
      'NetworkPolicy duvo-ingress',
      'PodDisruptionBudget duvo-api',
      'PodDisruptionBudget duvo-worker',
      'PodMonitor duvo',
      'Secret duvo-secrets',
      'Service duvo-api',
      'ServiceAccount duvo',
    ]);
  });

  describe('its kustomizations', () => {
    const paths = filesBelow(FOLDER).filter((path) => path.endsWith('kustomization.yaml'));
    const read = (path: string): any => readYaml(join(FOLDER, path))[0];

    it.each(paths)('%s names files and folders that are there', (path) => {
      const { kind, apiVersion, resources = [], components = [], configMapGenerator = [] } = read(path);
      expect(apiVersion).toBe(
        kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1',
      );
      const envs = (configMapGenerator as any[]).flatMap(({ envs }) => envs as string[]);
      const named = [...resources, ...components, ...envs] as string[];
      expect(named.filter((name) => !existsSync(join(ROOT, FOLDER, dirname(path), name)))).toEqual([]);
      // A folder is taken as what it says it is.
      for (const name of components as string[]) {
        expect(read(join(dirname(path), name, 'kustomization.yaml')).kind).toBe('Component');
      }
    });

    it('leave nothing out but the example of the secret', () => {
      const named = paths.flatMap((path) => {
        const { resources = [], configMapGenerator = [] } = read(path);
        const envs = (configMapGenerator as any[]).flatMap(({ envs }) => envs as string[]);
        return [...(resources as string[]), ...envs].map((name) => join(dirname(path), name));
      });
      const files = filesBelow(FOLDER).filter((path) => !path.endsWith('kustomization.yaml'));
      expect(files.filter((path) => !named.includes(path))).toEqual([
        'overlays/production/secret.example.yaml',
      ]);
    });

    it('run one version of the image, pods and migration alike', () => {
      const users = paths.filter((path) => (read(path).images as unknown) !== undefined);
      expect(users).toEqual(['overlays/production/version/kustomization.yaml']);
      const [{ name, newTag }] = read(users[0]!).images;
      expect(newTag).toMatch(/^\d+\.\d+\.\d+$/);
      expect(WORKLOADS.map((workload) => containerOf(workload).image)).toEqual([name, name, name]);
      expect(read('overlays/production/kustomization.yaml').components).toContain('version');
      expect(read('overlays/production/migrate/kustomization.yaml').components).toContain('../version');
    });
  });

  describe('its settings', () => {
    it('exist', () => {
      const names = WORKLOADS.flatMap((workload) =>
        containerOf(workload).env.map(({ name }: any) => name as string),
      );
      const all = [...Object.keys(settings), ...names.map((name) => name.replace(/_FILE$/, ''))];
      expect(all.filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    });

    it('are accepted without a warning', () => {
      expect(unsafeSettings(config, 'api')).toEqual([]);
      expect(unsafeSettings(config, 'worker')).toEqual([]);
    });

    it('have no secret among them', () => {
      expect(Object.keys(settings).filter((name) => /KEY|SECRET|PASSWORD|DATABASE_URL/.test(name))).toEqual(
        [],
      );
    });

    it('come from the secret by files that are in it', () => {
      const keys = Object.keys(find('Secret', 'duvo-secrets').stringData as object);
      for (const workload of WORKLOADS) {
        const { env, volumeMounts } = containerOf(workload);
        const [{ secret }] = workload.spec.template.spec.volumes;
        expect(secret.secretName).toBe('duvo-secrets');
        const given = (secret.items as any[] | undefined)?.map(({ path }) => path as string) ?? keys;
        for (const { value } of env) {
          expect(value.startsWith(`${volumeMounts[0].mountPath}/`)).toBe(true);
          expect(given).toContain(value.split('/').at(-1));
        }
      }
    });

    it('hold no real value in the example of the secret', () => {
      const values = Object.values<string>(find('Secret', 'duvo-secrets').stringData);
      for (const value of values) expect(value).toMatch(/<[a-z0-9 ]+>/);
    });

    it('ask PostgreSQL for no more connections than it has, a rolling update included', () => {
      const pods = find('HorizontalPodAutoscaler', 'duvo-api').spec.maxReplicas + worker.spec.replicas;
      const surge = api.spec.strategy.rollingUpdate.maxSurge + worker.spec.strategy.rollingUpdate.maxSurge;
      const { database } = config;
      const poolSize = database.driver === 'postgres' ? database.poolSize : Number.NaN;
      // 100, less those that are reserved and that of the migration.
      expect((pods + surge) * poolSize).toBeLessThanOrEqual(96);
    });
  });

  describe('its pods', () => {
    it('meet the restricted Pod Security Standard, without a file to write', () => {
      for (const workload of WORKLOADS) {
        const pod = workload.spec.template.spec;
        expect(pod).toMatchObject({
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        });
        expect(containerOf(workload).securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
      expect(find('Namespace', 'duvo').metadata.labels['pod-security.kubernetes.io/enforce']).toBe(
        'restricted',
      );
    });

    it('run roles that the image knows', () => {
      for (const workload of WORKLOADS) {
        expect(textOf('deploy/image/duvo.mjs')).toContain(`${containerOf(workload).args[0]}: '`);
      }
    });

    it('say how much they need, and may not take the memory of others', () => {
      for (const workload of WORKLOADS) {
        expect(containerOf(workload).resources).toEqual({
          requests: { cpu: expect.any(String), memory: expect.any(String) },
          limits: { memory: expect.any(String) },
        });
      }
    });

    it('listen where they are asked', () => {
      const portsOf = (workload: any): Record<string, number> =>
        Object.fromEntries(containerOf(workload).ports.map((port: any) => [port.name, port.containerPort]));
      expect(portsOf(api)).toEqual({ http: config.port, metrics: config.metrics?.port });
      expect(portsOf(worker)).toEqual({ metrics: config.metrics?.port });
      for (const workload of [api, worker]) {
        const { startupProbe, livenessProbe, readinessProbe } = containerOf(workload);
        const asked = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet);
        expect(asked.map(({ path }) => path)).toEqual(['/livez', '/livez', '/readyz']);
        for (const { port } of asked) expect(Object.keys(portsOf(workload))).toContain(port);
      }
      const monitored = find('PodMonitor', 'duvo').spec.podMetricsEndpoints[0].port;
      expect([portsOf(api)[monitored], portsOf(worker)[monitored]]).toEqual([9464, 9464]);
    });

    it('end in order before they are killed', () => {
      const [, seconds] = containerOf(api).lifecycle.preStop.exec.command;
      const needed = Number(seconds) + (config.shutdownDelayMs + config.shutdownTimeoutMs) / 1000;
      for (const workload of [api, worker]) {
        expect(workload.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(needed + 10);
      }
      // Whoever asked last has noticed by then.
      const { periodSeconds, failureThreshold } = containerOf(api).readinessProbe;
      expect(Number(seconds)).toBeGreaterThan(periodSeconds * failureThreshold);
    });

    it('are replaced one by one, the new one first', () => {
      for (const { spec } of [api, worker]) {
        expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
      }
    });
  });

  describe('its labels', () => {
    const labelsOf = (workload: any): Record<string, string> => workload.spec.template.metadata.labels;
    const matches = (selector: Record<string, string>, workload: any): boolean =>
      Object.entries(selector).every(([name, value]) => labelsOf(workload)[name] === value);
    const chosen = (selector: Record<string, string>): string[] =>
      WORKLOADS.filter((workload) => matches(selector, workload)).map(
        ({ metadata }) => metadata.name as string,
      );

    it.each<[string, any, string[]]>([
      ['Deployment duvo-api', api.spec.selector.matchLabels, ['duvo-api']],
      ['Deployment duvo-worker', worker.spec.selector.matchLabels, ['duvo-worker']],
      ['Service duvo-api', find('Service', 'duvo-api').spec.selector, ['duvo-api']],
      ['budget of the API', find('PodDisruptionBudget', 'duvo-api').spec.selector.matchLabels, ['duvo-api']],
      [
        'budget of workers',
        find('PodDisruptionBudget', 'duvo-worker').spec.selector.matchLabels,
        ['duvo-worker'],
      ],
      ['who may call', find('NetworkPolicy', 'duvo-api-ingress').spec.podSelector.matchLabels, ['duvo-api']],
      [
        'who may be reached',
        find('NetworkPolicy', 'duvo-egress').spec.podSelector.matchLabels,
        ['duvo-api', 'duvo-worker', 'duvo-migrate'],
      ],
      [
        'who lets nobody in',
        find('NetworkPolicy', 'duvo-ingress').spec.podSelector.matchLabels,
        ['duvo-api', 'duvo-worker', 'duvo-migrate'],
      ],
    ])('choose the pods that are meant: %s', (_, selector, names) => {
      expect(chosen(selector as Record<string, string>)).toEqual(names);
    });

    it('spread pods of a kind, not all together', () => {
      for (const workload of [api, worker]) {
        for (const { labelSelector } of workload.spec.template.spec.topologySpreadConstraints) {
          expect(chosen(labelSelector.matchLabels as Record<string, string>)).toEqual([
            workload.metadata.name,
          ]);
        }
      }
    });
  });

  it('is scraped by the name that the alerts look for', () => {
    const { jobLabel } = find('PodMonitor', 'duvo').spec;
    const jobs = [api, worker].map(({ spec }) => spec.template.metadata.labels[jobLabel] as string);
    const [, pattern] = /up\{job=~"([^"]+)"\}/.exec(textOf('docs/examples/alerts.yaml')) ?? [];
    for (const job of jobs) expect(job).toMatch(new RegExp(`^(?:${pattern})$`));
  });

  it('sends requests from the ingress to the port of the API', () => {
    const { spec } = find('Ingress', 'duvo');
    const { service } = spec.rules[0].http.paths[0].backend;
    const target = find('Service', service.name as string);
    expect(target.spec.ports.map(({ name }: any) => name as string)).toContain(service.port.name);
    expect(target.spec.ports[0].targetPort).toBe('http');
    expect(new URL(config.publicUrl).hostname).toBe(spec.rules[0].host);
    expect(spec.tls[0].hosts).toEqual([spec.rules[0].host]);
  });

  it('scales the API and nothing else', () => {
    const { scaleTargetRef, minReplicas, maxReplicas } = find('HorizontalPodAutoscaler', 'duvo-api').spec;
    expect(scaleTargetRef).toEqual({ apiVersion: api.apiVersion, kind: api.kind, name: api.metadata.name });
    expect(api.spec.replicas).toBeUndefined();
    expect(minReplicas).toBeGreaterThanOrEqual(3);
    expect(maxReplicas).toBeGreaterThan(minReplicas);
  });

  it('lets nobody reach inner addresses through webhooks', () => {
    const { egress } = find('NetworkPolicy', 'duvo-egress').spec;
    const https = (egress as any[]).find(({ ports }) => ports.some(({ port }: any) => port === 443));
    expect(https.to[0].ipBlock.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '192.168.0.0/16']),
    );
    expect(https.ports).toEqual([{ port: 443 }]);
  });
});
