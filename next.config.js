/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  // What Next redirects by itself, no guard sees.
  skipTrailingSlashRedirect: true,
  // Nothing here needs pictures resized, so the endpoint that does it stays closed.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
}

export default config
