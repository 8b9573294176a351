# One image for the API, workers and the operator's commands: docs/guides/deploy.md.

# Debian rather than Alpine, because the packages with native code bring binaries for glibc. To build from the very
# same base again, name it by digest: --build-arg NODE_IMAGE=node:24-slim@sha256:…
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# No package needs an install script to build or to run, so none gets to run.
FROM packages AS production
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-progress

FROM packages AS build
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-progress
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts/ensure-build.mjs ./scripts/
COPY apps ./apps
COPY libs ./libs
RUN npm run build

FROM ${NODE_IMAGE} AS image
# Forwards signals, also those that come before the process listens to them, and reaps what ends.
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_HOST=0.0.0.0 METRICS_PORT=9464 DATA_DIR=/data
WORKDIR /app
# Owned by root: the process cannot change its own code.
COPY package.json tools.lock.json ./
COPY libs/database/drizzle ./libs/database/drizzle
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY deploy/image ./deploy/image
RUN ln -s /app/deploy/image/duvo.mjs /usr/local/bin/duvo

ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Duvo API and MCP server" \
  org.opencontainers.image.description="REST API for AI agents, with every operation of it as an MCP tool behind the same guards." \
  org.opencontainers.image.licenses="UNLICENSED" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"

USER node
# The second is for probes and metrics, of API and worker alike: never publish it.
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "/app/deploy/image/healthcheck.mjs"]
ENTRYPOINT ["tini", "--", "duvo"]
CMD ["api"]
