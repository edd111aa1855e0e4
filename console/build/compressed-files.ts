import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const MIN_BYTES = 1024;
const COMPRESSIBLE = /\.(?:js|css|svg)$/;

/** Lays a .gz and a .br beside every text file of a build, so that the server sends them without work of its own. */
export function compressedFiles(): Plugin {
  return {
    name: "compressed-files",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const files = Object.values(bundle).filter((file) => COMPRESSIBLE.test(file.fileName));
      await Promise.all(
        files.map(async (file) => {
          const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
          if (source.length < MIN_BYTES) return;
          const [gzipped, brotli] = await Promise.all([
            promisify(gzip)(source, { level: 9 }),
            promisify(brotliCompress)(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
          ]);
          this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source: gzipped });
          this.emitFile({ type: "asset", fileName: `${file.fileName}.br`, source: brotli });
        }),
      );
    },
  };
}
