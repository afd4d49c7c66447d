package dev.chasqui.adapters.embed;

import ai.onnxruntime.OrtException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The model and its tokenizer, each loaded when it is asked for first.
 *
 * <p>Safe for use by several threads; while one loads the others wait. A thread that loads writes
 * files and must not be interrupted.
 */
final class BgeModel {
    private static final System.Logger LOG = System.getLogger(BgeModel.class.getName());

    private final UnpackedFiles files;
    private final String platform;
    private @Nullable WordPiece wordPiece;
    private @Nullable BgeSession session;
    private @Nullable UnavailableException never;

    /**
     * @param folder into which it is unpacked
     * @param platform whose libraries it needs, such as {@code linux-x64}
     */
    BgeModel(Path folder, String platform) {
        this.files = new UnpackedFiles(folder);
        this.platform = platform;
    }

    /**
     * Whether there are libraries for this platform; it is not tried whether they can be loaded.
     */
    boolean isForThisPlatform() {
        List<PackedFile> natives = PackedFile.natives(platform);
        return !natives.isEmpty() && natives.stream().allMatch(PackedFile::isThere);
    }

    /**
     * The tokenizer.
     *
     * @throws UnavailableException if it cannot be loaded
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
                throw unwritable(e);
            }
        }
        return loaded;
    }

    /**
     * The model.
     *
     * @throws UnavailableException if it cannot be loaded; where that is for this process's life,
     *     nothing is tried again
     */
    synchronized BgeSession session() throws UnavailableException {
        BgeSession loaded = session;
        if (loaded == null) {
            if (never != null) {
                throw never;
            }
            loaded = load();
            session = loaded;
        }
        return loaded;
    }

    private BgeSession load() throws UnavailableException {
        long began = System.nanoTime();
        try {
            if (!isForThisPlatform()) {
                throw forEver("there is no ONNX Runtime for " + platform + " here", null);
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
            throw unwritable(e);
        } catch (OrtException e) {
            throw forEver("ONNX Runtime cannot read the model", e);
        } catch (RuntimeException | LinkageError e) {
            throw forEver(why(e), e);
        }
    }

    /** The first use of ONNX Runtime's classes loads its libraries, and wraps what that throws. */
    private static String why(Throwable failed) {
        return switch (failed) {
            case IllegalCallerException _ ->
                    "Java may load no native library (expected: --enable-native-access=ALL-UNNAMED"
                            + " among its options)";
            case ExceptionInInitializerError wrapper when wrapper.getCause() != null ->
                    why(wrapper.getCause());
            case LinkageError _ -> "ONNX Runtime's library does not fit this machine's system";
            default -> "ONNX Runtime cannot be loaded";
        };
    }

    /** May be mended while the process runs, so it is tried again. */
    private static UnavailableException unwritable(IOException cause) {
        return told(
                new UnavailableException(
                        "its files cannot be unpacked into the data folder", cause));
    }

    private UnavailableException forEver(String why, @Nullable Throwable cause) {
        never = told(new UnavailableException(why, cause));
        return never;
    }

    private static UnavailableException told(UnavailableException failed) {
        Throwable cause = failed.getCause();
        LOG.log(
                System.Logger.Level.WARNING,
                EmbedBackend.NAME
                        + " cannot be used, all else can: "
                        + failed.getMessage()
                        + (cause == null ? "" : " (" + cause + ")"));
        return failed;
    }

    /** Gives the memory back; no thread may compute or load any more. */
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

    /** A model that cannot be loaded; the message says why, without any path. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnavailableException(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }
}
