const foreignHost = 'podtrust answers under localhost, 127.0.0.1 and [::1] only'

/** A name of somebody else that leads here. */
const foreign = 'Host: podtrust.evil.example'

type BadRequest = readonly [
  /** Number in the list of bad inputs (checklist-security.md 5.3). */
  number: number,
  what: string,
  request: readonly [first: string, ...headers: string[]],
  status: number,
  /** The whole sentence for the user. */
  detail: string,
]

/** Requests that must be answered with a problem document, under a host header that is the server's own. */
export const badRequests = (own: string): readonly BadRequest[] => {
  const port = /\d*$/.exec(own)?.[0] ?? ''
  return [
    [
      73,
      'a pattern for an id',
      ['GET /api/:id', own],
      404,
      'there is no `/api/:id`; `/api/openapi.json` lists what there is',
    ],
    [73, 'a pattern for a key', ['GET /api/workload?key=:key', own], 404, 'there is no workload `:key` here'],
    [73, 'a star for a key', ['GET /api/workload?key=*', own], 404, 'there is no workload `*` here'],
    [74, 'a key of one letter', ['GET /api/workload?key=x', own], 404, 'there is no workload `x` here'],
    [
      74,
      'a key of 10,000 letters',
      [`GET /api/workload?key=${'x'.repeat(10_000)}`, own],
      400,
      'parameter `key` is longer than 1000 characters',
    ],
    [
      74,
      'a key of 20,000 letters',
      [`GET /api/workload?key=${'x'.repeat(20_000)}`, own],
      431,
      'address and headers together are longer than 16 KiB',
    ],
    [
      74,
      'a key written from right to left',
      ['GET /api/workload?key=%E2%80%AEbd', own],
      404,
      'there is no workload `\\u202ebd` here',
    ],
    [
      74,
      'a key that is no UTF-8',
      ['GET /api/workload?key=%E0%A4%A', own],
      404,
      'there is no workload `\uFFFD%A` here',
    ],
    [
      75,
      'a key that is a path',
      ['GET /api/workload?key=../../etc/passwd', own],
      404,
      'there is no workload `../../etc/passwd` here',
    ],
    [
      74,
      'a key that is a prototype',
      ['GET /api/workload?key=__proto__', own],
      404,
      'there is no workload `__proto__` here',
    ],
    [
      75,
      'a path with encoded slashes',
      ['GET /api/..%2f..%2fetc%2fpasswd', own],
      404,
      'there is no `/api/..%2f..%2fetc%2fpasswd`; `/api/openapi.json` lists what there is',
    ],
    [75, 'a path with a NUL', ['GET /api/%00', own], 400, 'the path holds a control character'],
    [
      75,
      'a path with half a character',
      ['GET /api/%E0%A4%A', own],
      400,
      'the path holds a `%` that stands for no character',
    ],
    [75, 'a path with a backslash', ['GET /api\\overview', own], 400, 'the path holds a backslash'],
    [
      75,
      'a path of two slashes',
      ['GET //podtrust.evil.example/', own],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
    [
      75,
      'an address of somewhere else',
      ['GET http://podtrust.evil.example/api/overview', own],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
    [76, 'a key given twice', ['GET /api/workload?key=a&key=b', own], 400, 'parameter `key` is given twice'],
    [
      76,
      'a list where one value is wanted',
      ['GET /api/workload?key[]=a', own],
      400,
      'there is no parameter `key[]`; there are `key`, `capture`',
    ],
    [79, 'no host', ['GET /api/overview'], 400, 'the header `host` is missing'],
    [79, 'two hosts', ['GET /api/overview', own, foreign], 400, 'the header `host` is given twice'],
    ...['proxy', 'middleware', 'src/middleware', 'src/proxy'].map(
      name =>
        [
          79,
          `a foreign host that claims to have passed ${name}`,
          ['GET /api/overview', foreign, `x-middleware-subrequest: ${Array(5).fill(name).join(':')}`],
          421,
          foreignHost,
        ] as const,
    ),
    ...[
      'Next-Resume: 1',
      'RSC: 1',
      'Next-Router-Prefetch: 1',
      'Next-Router-Segment-Prefetch: /_tree',
      'x-nextjs-data: 1',
      'x-matched-path: /',
      'x-middleware-next: 1',
      `X-Forwarded-Host: localhost:${port}`,
      'Forwarded: host=localhost;proto=https',
      'X-Forwarded-Proto: https',
      'X-Original-URL: /api/health',
    ].flatMap(header =>
      ['/', '/api/overview', '/?_rsc=1'].map(
        path =>
          [
            79,
            `a foreign host at ${path} with ${header}`,
            [`GET ${path}`, foreign, header],
            421,
            foreignHost,
          ] as const,
      ),
    ),
    [
      82,
      'TRACE',
      ['TRACE /api/overview', own, 'X-Secret: hush'],
      405,
      'TRACE is not for this address: use GET, HEAD, OPTIONS',
    ],
    [
      82,
      'DELETE',
      ['DELETE /api/overview', own],
      405,
      'DELETE is not for this address: use GET, HEAD, OPTIONS',
    ],
    [
      82,
      'PROPFIND',
      ['PROPFIND /api/overview', own],
      405,
      'PROPFIND is not for this address: use GET, HEAD, OPTIONS',
    ],
    [
      82,
      'an action of React',
      ['POST /', own, 'Next-Action: 0123456789', 'Content-Length: 0'],
      405,
      'POST is not for this address: use GET, HEAD, OPTIONS',
    ],
    [
      82,
      'a method in small letters',
      ['get /api/overview', own],
      400,
      'there is no such method; methods are written in capitals',
    ],
    [
      82,
      'a method that is none',
      ['FOO /api/overview', own],
      400,
      'there is no such method; methods are written in capitals',
    ],
    [
      82,
      'OPTIONS about everything',
      ['OPTIONS *', own],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
  ]
}
