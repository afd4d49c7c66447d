package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.model.ShardName;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The models of a folder and of its direct subfolders. */
public final class ModelFolder {
    private static final int MOST_ENTRIES = 10_000;
    private static final String SUFFIX = ".gguf";
    private static final String PROJECTOR = "mmproj";

    /** The storage format at the end of a projector's name, as in {@code mmproj-llava-f16}. */
    private static final Pattern PRECISION = Pattern.compile("[-_.](b?f16|f32|i?q\\d\\w*)$");

    private final List<Path> folders = new ArrayList<>();
    private final Map<String, FolderModel> models = new TreeMap<>();
    private int seen;

    private ModelFolder() {}

    /**
     * Returns the models sorted by name. Hidden files, shards other than the first, and deeper
     * folders are skipped. A name that is taken already gets its folder in front: {@code new/tiny}.
     *
     * @throws GgufException if the folder cannot be read or holds more than 10,000 entries
     */
    public static List<FolderModel> list(Path folder) throws GgufException {
        ModelFolder found = new ModelFolder();
        found.look(folder, true);
        found.folders.sort(Comparator.naturalOrder());
        for (Path inner : found.folders) {
            found.look(inner, false);
        }
        return List.copyOf(found.models.values());
    }

    private void look(Path folder, boolean deeper) throws GgufException {
        List<Path> files = new ArrayList<>();
        List<Path> projectors = new ArrayList<>();
        for (Path entry : entries(folder, deeper)) {
            String name = lowerName(entry);
            if (name.startsWith(".")) {
                continue;
            }
            if (deeper && Files.isDirectory(entry)) {
                folders.add(entry);
            } else if (name.endsWith(SUFFIX) && Files.isRegularFile(entry)) {
                (name.startsWith(PROJECTOR) ? projectors : files).add(entry);
            }
        }
        files.removeIf(file -> ShardName.of(name(file)).filter(s -> s.number() != 1).isPresent());
        for (Path file : files) {
            String model = modelName(file);
            String free = models.containsKey(model) ? name(folder) + "/" + model : model;
            models.put(
                    free,
                    new FolderModel(free, file, projector(model, projectors, files.size() == 1)));
        }
    }

    /** Returns the entries, sorted so that the same folder always gives the same names. */
    private Collection<Path> entries(Path folder, boolean must) throws GgufException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (++seen > MOST_ENTRIES) {
                    throw new GgufException(
                            folder,
                            "files: too many (expected: at most "
                                    + MOST_ENTRIES
                                    + "; give models a folder of their own)");
                }
                entries.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            if (must) {
                throw new GgufException(
                        folder,
                        "the folder cannot be read: "
                                + e.getClass().getSimpleName()
                                + " (expected: a folder that this user may read)",
                        e);
            }
            return List.of();
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    /**
     * Returns the projector whose name has the longest part of the model's name. A projector whose
     * name has none of it belongs to the model if that is the only one in the folder.
     */
    private static Optional<Path> projector(String model, List<Path> projectors, boolean alone) {
        Optional<Path> best = Optional.empty();
        int most = alone ? -1 : 0;
        for (Path projector : projectors) {
            String base = base(projector);
            boolean fits = model.toLowerCase(Locale.ROOT).startsWith(base);
            int said = fits ? base.length() : alone ? 0 : -1;
            if (said > most) {
                best = Optional.of(projector);
                most = said;
            }
        }
        return best;
    }

    /** Returns the part of a projector's name that names its model; it may be empty. */
    private static String base(Path projector) {
        String name = lowerName(projector);
        String rest = name.substring(PROJECTOR.length(), name.length() - SUFFIX.length());
        String bare = PRECISION.matcher(rest).replaceFirst("");
        return bare.startsWith("-") || bare.startsWith("_") ? bare.substring(1) : bare;
    }

    private static String modelName(Path file) {
        String name = name(file);
        return ShardName.of(name)
                .map(ShardName::prefix)
                .orElseGet(() -> name.substring(0, name.length() - SUFFIX.length()));
    }

    private static String lowerName(Path file) {
        return name(file).toLowerCase(Locale.ROOT);
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
