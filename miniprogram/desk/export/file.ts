/** A file on this phone: written, opened, handed on. */

/** Where a file lies on this phone, and what it is called. */
export interface LocalFile {
  path: string
  name: string
}

/** Writes a file into the mini-program's own folder; null where the phone refuses. */
export function keepFile(name: string, base64: string): Promise<LocalFile | null> {
  const path = `${wx.env.USER_DATA_PATH}/${name}`
  return new Promise((resolve) => {
    wx.getFileSystemManager().writeFile({
      filePath: path,
      data: base64,
      encoding: 'base64',
      success: () => {
        resolve({ path, name })
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}

/** Fetches a file into the mini-program's own folder; null where it does not come. */
export function fetchFile(name: string, url: string): Promise<LocalFile | null> {
  const file = { path: `${wx.env.USER_DATA_PATH}/${name}`, name }
  return new Promise((resolve) => {
    wx.downloadFile({
      url,
      filePath: file.path,
      success: ({ statusCode }) => {
        if (statusCode === 200) {
          resolve(file)
          return
        }
        // What was refused lies there as well.
        dropFile(file)
        resolve(null)
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}

/** Takes the file away again: it holds people's data. */
export function dropFile({ path }: LocalFile): void {
  wx.getFileSystemManager().unlink({ filePath: path })
}
