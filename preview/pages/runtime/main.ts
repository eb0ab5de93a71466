import type { Manifest } from '../manifest'
import { App, getApp, launch } from './app'
import { defineBuiltins } from './builtins/define'
import { type Definition, nodeOf, space } from './engine'
import { Router } from './router'
import { setManifest } from './current'
import { wx } from './wx/wx'

let entered = ''

/** WeChat fires `ready` once a component is laid out; the adapter never does. */
const lifetimes = space
  .behavior()
  .lifetime('attached', function () {
    const node = nodeOf(this)
    node.$$?.setAttribute('wx-is', node.is)
    setTimeout(() => {
      node.triggerLifetime('ready', [])
    }, 0)
  })
  .register()

/** Behaviours named by a string (`wx://form-field`) are WeChat's own and have no counterpart here. */
const ownBehaviors = ({ behaviors = [] }: Definition): unknown[] => behaviors.filter((b) => typeof b !== 'string')
const withLifetimes = (definition: Definition): Definition => ({
  ...definition,
  behaviors: [lifetimes, ...ownBehaviors(definition)],
})

const router = new Router()

// In place before any page or component runs: TDesign asks `wx` while it is imported.
Object.assign(globalThis, {
  wx,
  App,
  getApp,
  __enterComponent: (id: string) => {
    entered = id
  },
  Component: (definition: Definition) => {
    space.componentEnv(entered, (env) => {
      env.Component(withLifetimes(definition))
    })
  },
  Page: (definition: Definition) => {
    space.componentEnv(entered, (env) => {
      env.Page(withLifetimes(definition))
    })
  },
  Behavior: (definition: Definition) =>
    space.componentEnv(entered, (env) => env.Behavior({ ...definition, behaviors: ownBehaviors(definition) })),
  getCurrentPages: () => router.pages(),
})
defineBuiltins(space.getComponentSpace())

/** Called by the bundle before any page: what there is, and its compiled templates by id. */
export function register(manifest: Manifest, templates: Readonly<Record<string, unknown>>): void {
  setManifest(manifest, router)
  for (const { id, scope, config } of manifest.components) {
    space.addComponentStaticConfig(id, config)
    space.addStyleSheet(id, undefined, scope)
    space.addCompiledTemplate(id, { groupList: templates, content: templates[id] })
  }
}

/** Called by the bundle after all pages: starts the app at the address's page, or at the first. */
export function boot(): void {
  const url = launch()
  router.open(url)
  performance.mark('preview:first-page')
}
