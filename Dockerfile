# syntax=docker/dockerfile:1
FROM node:24-slim

ENV NODE_ENV=production \
    IBID_DATA=/data \
    IBID_HOST=0.0.0.0 \
    PORT=8080
WORKDIR /app

# No dependency needs an install script in production, so none may run.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY src ./src
COPY knowledge ./knowledge

# The process writes to /data only; everything else belongs to root.
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
# The user `node`, by number: Kubernetes cannot tell from a name that it is not root.
USER 1000:1000
# Health and metrics; reader pages where IBID_WEB_PORT is this.
EXPOSE 8080 8081

# Ready: reports are loaded, the store can be written, every platform is connected. Many or large reports take minutes to read.
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Node itself is process 1 and receives the signals: no shell and no npm in between.
CMD ["node", "src/cli/ibid.js", "start"]
