// SPDX-License-Identifier: Apache-2.0
const { existsSync, readdirSync, readFileSync, rmSync } = require('node:fs')
const { join } = require('node:path')

// Where Electron's own program is given rather than downloaded (npm start takes the same variable).
const electronDist = process.env.ELECTRON_OVERRIDE_DIST_PATH
const versionFile = electronDist && join(electronDist, 'version')

// Every format that the application opens tells its names in its own folder.
const formatsFolder = join(__dirname, '../main/core/model/formats')
const formats = readdirSync(formatsFolder)
  .map((name) => join(formatsFolder, name, 'format.json'))
  .filter(existsSync)
  .map((file) => JSON.parse(readFileSync(file, 'utf8')))

/**
 * Installers of the window. The native engine in them is the one that `npm run build:native` made, so
 * that each system's are made on that system:
 *
 *   npm run build && npm run package            the installers
 *   npm run build && npm run package -- --dir   the application as a folder, for trying it out
 *
 * @type {import('electron-builder').Configuration}
 */
module.exports = {
  appId: 'org.convscope.Convscope',
  productName: 'Convscope',
  directories: { output: 'dist', buildResources: 'packaging' },
  ...(electronDist ? { electronDist } : {}),
  ...(versionFile && existsSync(versionFile)
    ? { electronVersion: readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') }
    : {}),
  // The build has bundled everything: no package goes in.
  files: [
    'out/main',
    'out/preload',
    'out/renderer',
    'native/build/Release/convscope.node',
    'package.json',
    'LICENSE',
    '!node_modules',
  ],
  extraFiles: ['LICENSE'],
  asarUnpack: ['native'],
  // Nothing in the surroundings turns the installed program into another one. SECURITY.md says what each is for.
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  },
  // An Electron that was given may bring a program of its own, which would start in place of ours.
  afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources/app'), { recursive: true, force: true }),
  // The deb asks for one. Nobody can own this name (RFC 6761); the project's site takes its place once there is one.
  extraMetadata: { homepage: 'https://convscope.invalid' },
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  icon: 'packaging/icon.png',
  fileAssociations: [
    ...formats.map(({ id, label, extensions }) => ({
      ext: extensions,
      name: `${label} model`,
      role: 'Viewer',
      mimeType: `application/x-${id}`,
    })),
    { ext: ['convscope'], name: 'Convscope document', role: 'Viewer', mimeType: 'application/x-convscope' },
  ],
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Development',
    executableName: 'convscope',
    syncDesktopName: true,
    maintainer: 'Convscope contributors',
    synopsis: 'Convolution algorithms and memory of neural networks',
  },
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.developer-tools' },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
}
