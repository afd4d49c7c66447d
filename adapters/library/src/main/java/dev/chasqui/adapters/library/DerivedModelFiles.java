package dev.chasqui.adapters.library;

import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The derived models as files of a folder, one for each. A file that cannot be read, or has another
 * name than its model's file, is logged and left alone. Safe for use by several threads; no other
 * process may use the folder.
 */
public final class DerivedModelFiles implements DerivedModels {
    private static final System.Logger LOG = System.getLogger(DerivedModelFiles.class.getName());

    private static final String ENDING = ".json";

    /** The largest file, 4 MiB: all models are in memory, and sent with each request. */
    private static final long LARGEST = 4L << 20;

    /** The most models, so that lists stay short. */
    private static final int MOST = 10_000;

    private static final int LONGEST_PLAIN_NAME = 80;
    private static final int DIGEST_BYTES = 8;

    private final Path folder;
    private volatile List<DerivedModel> models;

    private DerivedModelFiles(Path folder, List<DerivedModel> models) {
        this.folder = folder;
        this.models = models;
    }

    /** Reads the models of a folder, which need not exist yet. */
    public static DerivedModelFiles open(Path folder) {
        List<DerivedModel> models = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw new IOException("it is larger than " + LARGEST + " bytes");
                }
                DerivedModel model = DerivedModelJson.read(Files.readAllBytes(file));
                Path expected = file(folder, model.name());
                if (!file.equals(expected)) {
                    throw new IOException(
                            "its model "
                                    + model.name()
                                    + " belongs in "
                                    + expected.getFileName()
                                    + "; move it there, or delete it");
                }
                models.add(model);
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the derived model in " + file + " is not used: " + e.getMessage());
            }
        }
        return new DerivedModelFiles(folder, sorted(models));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (IOException e) {
            // There is no such folder yet.
            return List.of();
        }
    }

    private static List<DerivedModel> sorted(Collection<DerivedModel> models) {
        return models.stream().sorted(Comparator.comparing(DerivedModel::name)).toList();
    }

    @Override
    public List<DerivedModel> all() {
        return models;
    }

    @Override
    public synchronized void put(DerivedModel model) {
        byte[] content = DerivedModelJson.write(model).toBytes();
        Map<String, DerivedModel> byName = byName();
        byName.put(model.name(), model);
        if (content.length > LARGEST || byName.size() > MOST) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "the model has "
                                    + content.length
                                    + " bytes, as one of "
                                    + byName.size()
                                    + " (expected: at most "
                                    + LARGEST
                                    + " bytes, and "
                                    + MOST
                                    + " models)"));
        }
        DurableFile.write(file(folder, model.name()), content);
        models = sorted(byName.values());
    }

    @Override
    public synchronized boolean remove(String name) {
        Map<String, DerivedModel> byName = byName();
        if (byName.remove(name) == null) {
            return false;
        }
        var _ = DurableFile.delete(file(folder, name));
        models = sorted(byName.values());
        return true;
    }

    private Map<String, DerivedModel> byName() {
        Map<String, DerivedModel> byName = new TreeMap<>();
        models.forEach(model -> byName.put(model.name(), model));
        return byName;
    }

    /**
     * Returns the file of a model: the name as far as every system can write it, and a digest of
     * the whole name.
     */
    private static Path file(Path folder, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String start =
                plain.length() <= LONGEST_PLAIN_NAME
                        ? plain
                        : plain.substring(0, LONGEST_PLAIN_NAME);
        return folder.resolve(start + "-" + digest(name) + ENDING);
    }

    private static String digest(String name) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
