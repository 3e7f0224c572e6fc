# syntax=docker/dockerfile:1
# The image holds the program and nothing else: docker run --rm -v "$PWD:/src" ghcr.io/ecrlint/ecrlint infra
FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS build
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=
WORKDIR /build
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.release=$VERSION" -o /ecrlint ./cmd/ecrlint

FROM scratch
COPY --from=build /ecrlint /ecrlint
WORKDIR /src
USER 65532:65532
ENTRYPOINT ["/ecrlint"]
