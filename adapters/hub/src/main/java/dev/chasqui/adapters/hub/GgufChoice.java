package dev.chasqui.adapters.hub;

import dev.chasqui.domain.command.Nearest;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ShardName;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the files of a model among those of its repository, as llama.cpp does with {@code -hf}:
 * the first whose name holds the variant; without a variant Q4_K_M, else Q8_0, else the first; all
 * parts of one that is split. Files that only go along with a model are none.
 *
 * <p>Other than there, the variant is a whole word of the name: {@code Q4_XS} is not {@code
 * IQ4_XS}.
 */
final class GgufChoice {
    private static final List<String> USUAL = List.of("Q4_K_M", "Q8_0");
    private static final List<String> COMPANIONS =
            List.of("mmproj", "imatrix", "mtp-", "eagle3-", "dflash-", "dspark-");
    private static final int MOST_NAMED = 40;

    /** A name of a quantisation may also follow an underscore, which else is part of a word. */
    private static final Pattern QUANTISATION =
            Pattern.compile("(?:I?Q|TQ|B?F|FP|MXFP|NVFP)\\d\\w*", Pattern.CASE_INSENSITIVE);

    private static final Pattern LAST_WORD = Pattern.compile("[-.]([A-Za-z0-9_]+)$");

    private GgufChoice() {}

    /**
     * The files of the model, in the order of their parts.
     *
     * @param paths all files of the repository
     * @throws HubException if there are none, or a part is missing
     */
    static List<String> choose(HubModel model, List<String> paths) throws HubException {
        List<String> models =
                paths.stream().filter(GgufChoice::isModel).filter(GgufChoice::isFirstPart).toList();
        if (models.isEmpty()) {
            throw new HubException(
                    HubException.Reason.NOT_FOUND,
                    "model: "
                            + model.repository()
                            + " (expected: a repository with GGUF files; its makers or others often"
                            + " have one whose name ends in -GGUF)");
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

    private static boolean isModel(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.toLowerCase(Locale.ROOT).endsWith(".gguf")
                && COMPANIONS.stream().noneMatch(name::contains);
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
                .orElseGet(() -> path.substring(0, path.length() - ".gguf".length()));
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
                        + String.join(", ", variants.stream().limit(MOST_NAMED).toList())
                        + (variants.size() > MOST_NAMED ? ", ..." : "")
                        + Nearest.to(written, variants)
                                .map(name -> "; did you mean " + name + "?")
                                .orElse("")
                        + ")");
    }
}
