package dev.chasqui.adapters.embed;

import ai.onnxruntime.OrtException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The holder of the embedding model and of its tokenizer. Each of the two is loaded at its first
 * use and kept until {@link #close}.
 *
 * <p>There are two kinds of failure. If the files cannot be unpacked, the next use tries again,
 * since the folder may be repaired while the process runs. If ONNX Runtime or the model cannot be
 * loaded, that cannot change in this process: the failure is kept and thrown at each later use.
 *
 * <p>Safe for use by several threads: while one thread loads, the others wait for the lock. A
 * thread that loads writes files and must not be interrupted.
 */
final class BgeModel {
    private static final System.Logger LOG = System.getLogger(BgeModel.class.getName());

    private final UnpackedFiles files;
    private final String platform;
    private @Nullable WordPiece wordPiece;
    private @Nullable BgeSession session;
    private @Nullable UnavailableException unavailable;

    /**
     * Makes a model that is not loaded yet.
     *
     * @param folder the folder into which the model and its libraries are unpacked
     * @param platform the platform of the native libraries, such as {@code linux-x64}
     */
    BgeModel(Path folder, String platform) {
        this.files = new UnpackedFiles(folder);
        this.platform = platform;
    }

    /**
     * Returns true if the jars hold native libraries for this platform. The libraries are not
     * loaded for this, so loading them may still fail.
     */
    boolean hasNativeLibraries() {
        List<PackedFile> natives = PackedFile.natives(platform);
        return !natives.isEmpty() && natives.stream().allMatch(PackedFile::isPresent);
    }

    /**
     * Returns the tokenizer, and loads it if this is its first use.
     *
     * @throws UnavailableException if the vocabulary cannot be unpacked or read; the next call
     *     tries again
     */
    synchronized WordPiece wordPiece() throws UnavailableException {
        WordPiece loaded = wordPiece;
        if (loaded == null) {
            try {
                loaded =
                        new WordPiece(
                                Vocabulary.read(
                                        files.file(PackedFile.named(PackedFile.VOCABULARY))));
                wordPiece = loaded;
            } catch (IOException e) {
                throw unpackFailure(e);
            }
        }
        return loaded;
    }

    /**
     * Returns the loaded model, and loads it if this is its first use.
     *
     * @throws UnavailableException if the files cannot be unpacked (the next call tries again), or
     *     if there is no native library for this platform, or the library or the model cannot be
     *     loaded (each later call fails at once)
     */
    synchronized BgeSession session() throws UnavailableException {
        BgeSession loaded = session;
        if (loaded == null) {
            if (unavailable != null) {
                throw unavailable;
            }
            loaded = load();
            session = loaded;
        }
        return loaded;
    }

    private BgeSession load() throws UnavailableException {
        long began = System.nanoTime();
        try {
            if (!hasNativeLibraries()) {
                throw permanentFailure("there is no ONNX Runtime for " + platform + " here", null);
            }
            Path natives = files.folder(PackedFile.natives(platform));
            Path weights = files.file(PackedFile.named(PackedFile.MODEL));
            BgeSession loaded = BgeSession.open(natives, weights);
            LOG.log(
                    System.Logger.Level.INFO,
                    EmbedBackend.NAME
                            + " loaded in "
                            + (System.nanoTime() - began) / 1_000_000
                            + " ms");
            return loaded;
        } catch (IOException e) {
            throw unpackFailure(e);
        } catch (OrtException e) {
            throw permanentFailure("ONNX Runtime cannot read the model", e);
        } catch (RuntimeException | LinkageError e) {
            throw permanentFailure(reason(e), e);
        }
    }

    /**
     * Returns the reason, as a message without any path. ONNX Runtime loads its libraries in a
     * static initializer, so the actual exception may be the cause of an {@link
     * ExceptionInInitializerError}.
     */
    private static String reason(Throwable failed) {
        return switch (failed) {
            case IllegalCallerException _ ->
                    "Java denies the loading of native libraries (expected: the option"
                            + " --enable-native-access=ALL-UNNAMED)";
            case ExceptionInInitializerError wrapper when wrapper.getCause() != null ->
                    reason(wrapper.getCause());
            case LinkageError _ -> "ONNX Runtime's library does not fit this machine's system";
            default -> "ONNX Runtime cannot be loaded";
        };
    }

    /**
     * Makes and logs a failure that is not kept: its cause may go away while the process runs, so
     * the next use tries again.
     */
    private static UnavailableException unpackFailure(IOException cause) {
        return logged(
                new UnavailableException(
                        "its files cannot be unpacked into the data folder", cause));
    }

    /** Makes, logs and keeps a failure that holds for the rest of this process's life. */
    private UnavailableException permanentFailure(String reason, @Nullable Throwable cause) {
        unavailable = logged(new UnavailableException(reason, cause));
        return unavailable;
    }

    private static UnavailableException logged(UnavailableException failed) {
        Throwable cause = failed.getCause();
        LOG.log(
                System.Logger.Level.WARNING,
                EmbedBackend.NAME
                        + " cannot be used (other models are not affected): "
                        + failed.getMessage()
                        + (cause == null ? "" : " (" + cause + ")"));
        return failed;
    }

    /**
     * Frees the model's memory. The caller makes sure that no thread computes or loads any more.
     */
    synchronized void close() {
        BgeSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (OrtException e) {
                LOG.log(System.Logger.Level.DEBUG, "the model cannot be closed", e);
            }
        }
    }

    /** A failure to load the model or its tokenizer. The message is the reason, without paths. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnavailableException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }
}
