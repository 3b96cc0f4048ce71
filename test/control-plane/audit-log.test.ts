import { expect, it } from 'vitest'
import { controlPlane } from './control-plane'

const plane = await controlPlane({ users: ['asker'] })

it('holds every request of a user as it was sent, and what became of it', async () => {
  const asker = plane.client('asker')
  await asker.get('/apis')
  await asker.get('/api/v1/namespaces/shop/secrets/key')
  await asker.get('/apis/networking.k8s.io/v1/networkpolicies?limit=500')
  await asker.send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'mine' } } })
  const blank = { user: 'asker', group: '', resource: '', namespace: '', name: '' }
  expect(await plane.audit.of('asker')).toEqual([
    { ...blank, verb: 'get', uri: '/apis', status: 200 },
    {
      ...blank,
      verb: 'get',
      uri: '/api/v1/namespaces/shop/secrets/key',
      resource: 'secrets',
      namespace: 'shop',
      name: 'key',
      status: 403,
    },
    {
      ...blank,
      verb: 'list',
      uri: '/apis/networking.k8s.io/v1/networkpolicies?limit=500',
      group: 'networking.k8s.io',
      resource: 'networkpolicies',
      status: 403,
    },
    { ...blank, verb: 'create', uri: '/api/v1/namespaces', resource: 'namespaces', status: 403 },
  ])
})
