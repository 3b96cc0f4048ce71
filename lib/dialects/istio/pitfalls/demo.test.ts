import { describe, expect, it } from 'vitest'
import { analyze } from '../../../analyze'
import { pathText, refText } from '../../../model/object'
import { finish } from '../../../model/stepwise'
import { readDemo } from '../../../sources/demo'

describe('the demo, a mesh that is half rolled out', () => {
  it('has few findings, each of which is true', async () => {
    const { findings, unseen } = finish(analyze(await readDemo()).findings())
    const ofMesh = findings.filter(({ code }) => code.startsWith('istio-'))
    expect(
      ofMesh.map(
        ({ code, about, doubt }) =>
          `${code}: ${about.kind === 'object' ? `${refText(about.object)} ${pathText(about.path)}` : about.kind}${doubt ?? ''}`,
      ),
    ).toEqual([
      'istio-permissive-left: PeerAuthentication checkout/default spec.mtls',
      'istio-port-exception: PeerAuthentication payments/metrics spec.portLevelMtls["9102"]',
      'istio-no-mesh-mode: mesh',
    ])
    expect(unseen).toEqual([])
  })
})
