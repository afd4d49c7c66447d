package dev.chasqui.adapters.hub;

import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ShardName;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The choice of a model's files among those of its repository. It follows llama.cpp's for {@code
 * -hf}: the first file whose name contains the variant; without a variant Q4_K_M, else Q8_0, else
 * the first; all parts of a split file. Files that only accompany a model are no choice.
 *
 * <p>Unlike there, the variant must be a whole word of the name: {@code Q4_XS} does not match
 * {@code IQ4_XS}. Accompanying files are recognised by whole words too: {@code mmproj} and {@code
 * imatrix} anywhere in the name, the words of draft models such as {@code mtp} only as its first.
 * Elsewhere in the name such a word means a draft model if there are files without one, else a
 * model that contains its draft.
 */
final class GgufChoice {
    private static final List<String> USUAL = List.of("Q4_K_M", "Q8_0");
    private static final Set<String> COMPANIONS = Set.of("mmproj", "imatrix");
    private static final Set<String> DRAFTS = Set.of("mtp", "draft", "eagle3", "dflash", "dspark");
    private static final int MOST_NAMED = 40;
    private static final String GGUF = ".gguf";

    /**
     * The name of a quantisation. It may also follow an underscore, which otherwise is part of a
     * word.
     */
    private static final Pattern QUANTISATION =
            Pattern.compile("(?:I?Q|TQ|B?F|FP|MXFP|NVFP)\\d\\w*", Pattern.CASE_INSENSITIVE);

    private static final Pattern LAST_WORD = Pattern.compile("[-.]([A-Za-z0-9_]+)$");

    private GgufChoice() {}

    /**
     * Returns the paths of the model's files, in the order of their parts.
     *
     * @param paths all files of the repository
     * @throws HubException if no file fits, or a part is missing
     */
    static List<String> choose(HubModel model, List<String> paths) throws HubException {
        List<String> files = paths.stream().filter(GgufChoice::isGguf).toList();
        List<String> models = models(files);
        if (models.isEmpty()) {
            throw noModels(model, files);
        }
        Optional<String> chosen =
                model.variant()
                        .map(variant -> matching(variant, models))
                        .orElseGet(() -> usual(models));
        return parts(model, chosen.orElseThrow(() -> unknownVariant(model, models)), paths);
    }

    private static Optional<String> usual(List<String> models) {
        return USUAL.stream()
                .flatMap(tag -> matching(tag, models).stream())
                .findFirst()
                .or(() -> models.stream().findFirst());
    }

    private static Optional<String> matching(String variant, List<String> models) {
        String before = QUANTISATION.matcher(variant).matches() ? "(?:^|[-._/])" : "(?:^|[-./])";
        Pattern word =
                Pattern.compile(
                        before + Pattern.quote(variant) + "(?:[-./]|$)", Pattern.CASE_INSENSITIVE);
        return models.stream().filter(path -> word.matcher(path).find()).findFirst();
    }

    private static List<String> models(List<String> files) {
        List<String> models =
                files.stream()
                        .filter(path -> !isCompanion(words(path)))
                        .filter(GgufChoice::isFirstPart)
                        .toList();
        List<String> plain =
                models.stream()
                        .filter(path -> words(path).stream().noneMatch(DRAFTS::contains))
                        .toList();
        return plain.isEmpty() ? models : plain;
    }

    private static boolean isCompanion(List<String> words) {
        return words.stream().anyMatch(COMPANIONS::contains) || DRAFTS.contains(words.getFirst());
    }

    /** Returns the words of a file's name, in lower case. */
    private static List<String> words(String path) {
        return List.of(fileName(path).split("[-._ ]+"));
    }

    private static boolean isGguf(String path) {
        return fileName(path).endsWith(GGUF);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static HubException noModels(HubModel model, List<String> passedOver) {
        String others =
                passedOver.isEmpty()
                        ? ""
                        : "; skipped, since they only accompany a model or are parts of"
                                + " one: "
                                + named(passedOver);
        return new HubException(
                HubException.Reason.NOT_FOUND,
                "model: "
                        + model.repository()
                        + " (expected: a repository with GGUF files; its authors or others often"
                        + " have one whose name ends in -GGUF"
                        + others
                        + ")");
    }

    /** Joins names for a message, with a limit on their number. */
    private static String named(Collection<String> names) {
        return String.join(", ", names.stream().limit(MOST_NAMED).toList())
                + (names.size() > MOST_NAMED ? ", ..." : "");
    }

    private static boolean isFirstPart(String path) {
        return ShardName.of(path).filter(part -> part.number() != 1).isEmpty();
    }

    private static List<String> parts(HubModel model, String first, List<String> paths)
            throws HubException {
        Optional<ShardName> part = ShardName.of(first).filter(name -> name.count() > 0);
        if (part.isEmpty()) {
            return List.of(first);
        }
        int count = part.get().count();
        Set<String> there = new HashSet<>(paths);
        List<String> parts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String path = part.get().at(number).toString();
            if (!there.contains(path)) {
                throw new HubException(
                        HubException.Reason.NOT_FOUND,
                        "model: "
                                + model
                                + " lacks the file "
                                + path
                                + " (expected: all "
                                + count
                                + " parts; choose another variant)");
            }
            parts.add(path);
        }
        return parts;
    }

    private static String withoutEnding(String path) {
        return ShardName.of(path)
                .map(ShardName::prefix)
                .orElseGet(() -> path.substring(0, path.length() - GGUF.length()));
    }

    private static HubException unknownVariant(HubModel model, List<String> models) {
        Set<String> variants = new TreeSet<>();
        for (String path : models) {
            Matcher word = LAST_WORD.matcher(withoutEnding(path));
            variants.add(word.find() ? word.group(1) : path);
        }
        String written = model.variant().orElse("");
        return new HubException(
                HubException.Reason.NOT_FOUND,
                "variant: "
                        + written
                        + " of "
                        + model.repository()
                        + " (expected: "
                        + named(variants)
                        + NearestName.find(written, variants)
                                .map(name -> "; did you mean " + name + "?")
                                .orElse("")
                        + ")");
    }
}
