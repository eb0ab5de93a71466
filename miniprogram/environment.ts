/** Where these pages belong. This file is the preview's; a build for upload puts the deployment's own in its place. */
export interface Environment {
  /** The cloud environment whose functions are called; the preview has one local cloud and needs no name. */
  env: string
  /** A trial with made-up people: every page says so. */
  trial: boolean
  /** Who asks for the data where no branch is known yet: the university, and the body that is responsible. */
  university: string
  body: string
}

export const ENVIRONMENT: Environment = {
  env: '',
  trial: false,
  university: '北京科技大学',
  body: '计算机与通信工程学院',
}
