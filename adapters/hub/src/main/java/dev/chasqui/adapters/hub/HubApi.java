package dev.chasqui.adapters.hub;

import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.model.HubModel;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of the hub's API for repositories and their files. */
final class HubApi {
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** The limit of an answer in bytes. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private static final int MOST_PAGES = 200;
    private static final int MOST_FILES = 100_000;
    private static final int MOST_NEIGHBOURS = 5;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final HubClient web;
    private final HubSettings settings;
    private final DownloadCancellation stop;
    private final Consumer<String> progress;
    private final int tries;
    private final Duration patience;

    /**
     * @param tries the number of tries of a request that gets no answer
     * @param patience the timeout of each answer
     */
    HubApi(
            HubClient web,
            HubSettings settings,
            int tries,
            Duration patience,
            DownloadCancellation stop,
            Consumer<String> progress) {
        this.web = web;
        this.settings = settings;
        this.tries = tries;
        this.patience = patience;
        this.stop = stop;
        this.progress = progress;
    }

    private record Page(JsonNode content, Optional<String> next) {}

    /**
     * Returns the revision of the branch {@code main}, or of the first branch if there is no such.
     */
    String revision(HubModel model) throws HubException {
        Page page = page(model, settings.endpoint().branches(model));
        Optional<String> first = Optional.empty();
        for (JsonNode branch : page.content().path("branches")) {
            Optional<String> revision = text(branch, "targetCommit").filter(RepoFolder::isRevision);
            if (text(branch, "name").equals(Optional.of("main")) && revision.isPresent()) {
                return revision.get();
            }
            first = first.or(() -> revision);
        }
        return first.orElseThrow(HubApi::unreadable);
    }

    /** Returns the GGUF files of a revision, without those whose names are no valid paths here. */
    List<RepoFile> files(HubModel model, String revision) throws HubException {
        List<RepoFile> files = new ArrayList<>();
        Set<URI> asked = new HashSet<>();
        Optional<URI> next = Optional.of(settings.endpoint().files(model, revision));
        while (next.isPresent()) {
            URI at = next.get();
            if (!asked.add(at) || asked.size() > MOST_PAGES || files.size() > MOST_FILES) {
                throw new HubException(
                        HubException.Reason.INVALID_ANSWER,
                        "model: "
                                + model.repository()
                                + ": the list of its files has no end (expected: at most "
                                + MOST_FILES
                                + " files)");
            }
            Page page = page(model, at);
            if (!page.content().isArray()) {
                throw unreadable();
            }
            page.content().forEach(entry -> file(entry).ifPresent(files::add));
            next =
                    page.next().isPresent()
                            ? Optional.of(Redirect.next(at, page.next()))
                            : Optional.empty();
        }
        return files;
    }

    /** Parses an entry of a list; empty if it is no GGUF file with a valid path. */
    private static Optional<RepoFile> file(JsonNode entry) {
        String path = text(entry, "path").orElse("");
        JsonNode content = entry.path("lfs").isObject() ? entry.path("lfs") : entry;
        JsonNode size = content.path("size");
        Optional<RepoFile.ContentId> id = text(content, "oid").flatMap(RepoFile.ContentId::parse);
        if (!text(entry, "type").equals(Optional.of("file"))
                || !path.toLowerCase(Locale.ROOT).endsWith(".gguf")
                || !RepoFile.isSafe(path)
                || id.isEmpty()
                || !size.isIntegralNumber()
                || !size.canConvertToLong()
                || size.longValue() < 1) {
            return Optional.empty();
        }
        return Optional.of(new RepoFile(path, size.longValue(), id.get()));
    }

    /** Returns a member that is a text; empty if it is missing or of another type. */
    private static Optional<String> text(JsonNode object, String member) {
        return object.path(member).stringValueOpt();
    }

    private Page page(HubModel model, URI at) throws HubException {
        Retries retries =
                new Retries(
                        settings.endpoint().base().getHost(),
                        settings.timeouts(),
                        tries,
                        stop,
                        progress);
        return retries.run(
                () -> {
                    try (HubAnswer answer = web.get(at, Map.of(), patience, stop)) {
                        if (answer.status() != 200) {
                            throw answer.refusal(model, settings, near(answer, model));
                        }
                        return new Page(
                                content(answer), answer.header("Link").flatMap(HubApi::next));
                    }
                });
    }

    private static JsonNode content(HubAnswer answer) throws IOException, HubException {
        byte[] bytes = answer.bytes(LONGEST_ANSWER);
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    private static HubException unreadable() {
        return new HubException(
                HubException.Reason.INVALID_ANSWER,
                "the hub's answer cannot be read (expected: JSON as the hub's API has it; does"
                        + " HF_ENDPOINT name a hub, or does a proxy answer in its place?)");
    }

    private static Optional<String> next(String link) {
        Matcher next = NEXT.matcher(link);
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    /**
     * Returns a text about repositories with similar names if this one may not exist; else an empty
     * text.
     */
    private String near(HubAnswer answer, HubModel model) throws HubException {
        if (answer.status() != 404 && (answer.status() != 401 || answer.isGated())) {
            return "";
        }
        List<String> names = new ArrayList<>();
        try (HubAnswer found =
                web.get(settings.endpoint().search(model.repo()), Map.of(), patience, stop)) {
            if (found.status() == 200) {
                for (JsonNode repository : content(found)) {
                    text(repository, "id").filter(HubApi::isName).ifPresent(names::add);
                }
            }
        } catch (IOException e) {
            return "";
        } catch (HubException e) {
            stop.check();
            return "";
        }
        return NearestName.find(model.repository(), names)
                .map(name -> "; did you mean " + name + "?")
                .orElse(
                        names.isEmpty()
                                ? ""
                                : "; there is "
                                        + String.join(
                                                ", ",
                                                names.stream().limit(MOST_NEIGHBOURS).toList()));
    }

    private static boolean isName(String text) {
        return HubModel.find(text).filter(model -> model.variant().isEmpty()).isPresent();
    }
}
