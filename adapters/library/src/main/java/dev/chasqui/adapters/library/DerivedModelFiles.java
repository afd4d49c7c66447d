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
import java.util.HashMap;
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

    /** The largest file, 4 MiB: a model is sent with each request. */
    private static final long LARGEST = 4L << 20;

    /** The most models, so that lists stay short. */
    private static final int MOST = 10_000;

    /** The largest sum of all files, 256 MiB: all models are in memory. */
    private static final long LARGEST_SUM = 256L << 20;

    private static final int LONGEST_PLAIN_NAME = 80;
    private static final int DIGEST_BYTES = 8;

    private final Path folder;
    private final long largestSum;

    /** The sizes of the files in bytes, by the names of their models. */
    private final Map<String, Long> sizes;

    private volatile List<DerivedModel> models;

    private DerivedModelFiles(
            Path folder, long largestSum, Map<String, Long> sizes, List<DerivedModel> models) {
        this.folder = folder;
        this.largestSum = largestSum;
        this.sizes = sizes;
        this.models = models;
    }

    /** Reads the models of a folder, which need not exist yet. */
    public static DerivedModelFiles open(Path folder) {
        return open(folder, LARGEST_SUM);
    }

    /**
     * @param largestSum the largest sum of all files, in bytes
     */
    static DerivedModelFiles open(Path folder, long largestSum) {
        List<DerivedModel> models = new ArrayList<>();
        Map<String, Long> sizes = new HashMap<>();
        for (Path file : files(folder)) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw new IOException("it is larger than " + LARGEST + " bytes");
                }
                if (sum(sizes) + Files.size(file) > largestSum) {
                    throw new IOException(
                            "all together are larger than "
                                    + largestSum
                                    + " bytes; delete some of them");
                }
                byte[] content = Files.readAllBytes(file);
                DerivedModel model = DerivedModelJson.read(content);
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
                sizes.put(model.name(), (long) content.length);
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the derived model in " + file + " is not used: " + e.getMessage());
            }
        }
        return new DerivedModelFiles(folder, largestSum, sizes, sorted(models));
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
        Map<String, Long> others = new HashMap<>(sizes);
        others.remove(model.name());
        long sum = sum(others) + content.length;
        if (content.length > LARGEST || byName.size() > MOST || sum > largestSum) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "the model has "
                                    + content.length
                                    + " bytes, as one of "
                                    + byName.size()
                                    + " with "
                                    + sum
                                    + " bytes (expected: at most "
                                    + LARGEST
                                    + " bytes, and "
                                    + MOST
                                    + " models with "
                                    + largestSum
                                    + " bytes together)"));
        }
        DurableFile.write(file(folder, model.name()), content);
        sizes.put(model.name(), (long) content.length);
        models = sorted(byName.values());
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized boolean remove(String name) {
        Map<String, DerivedModel> byName = byName();
        if (byName.remove(name) == null) {
            return false;
        }
        var _ = DurableFile.delete(file(folder, name));
        sizes.remove(name);
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
