import tseslint from 'typescript-eslint'

/** Rules with a reason of this project beside the strict set. */
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'miniprogram/miniprogram_npm/', '.data/', '**/*.mjs', '**/*.wxs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-restricted-globals': [
        'error',
        { name: 'Intl', message: "Android's WeChat has no Intl: use dayjs with utcOffset(8)." },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'dayjs/plugin/timezone',
              message: "It needs Intl, which Android's WeChat lacks: use utcOffset(8).",
            },
          ],
        },
      ],
    },
  },
  {
    files: ['cloudfunctions/adapters/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='where'][callee.object.callee.property.name='collection'][callee.object.callee.object.name='tx']",
          message: 'Inside a transaction the SDK runs where() outside of it, without a word: use doc(id).',
        },
      ],
    },
  },
  {
    files: ['tests/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo)$/]',
          message: 'A focused, skipped or empty test says nothing: finish it or take it out.',
        },
      ],
    },
  },
)
