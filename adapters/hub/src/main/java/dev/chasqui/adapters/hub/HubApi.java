package dev.chasqui.adapters.hub;

import dev.chasqui.domain.binding.Nearest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.HubModel;

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

/** What the hub tells of repositories. */
final class HubApi {
    private static final int LONGEST_ANSWER = 16 << 20;
    private static final int MOST_PAGES = 200;
    private static final int MOST_FILES = 100_000;
    private static final int MOST_NEIGHBOURS = 5;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final Web web;
    private final HubSettings settings;
    private final Stop stop;
    private final Consumer<String> progress;
    private final int tries;
    private final Duration patience;

    /**
     * @param tries how often a question is asked that gets no answer
     * @param patience how long each answer may take
     */
    HubApi(
            Web web,
            HubSettings settings,
            int tries,
            Duration patience,
            Stop stop,
            Consumer<String> progress) {
        this.web = web;
        this.settings = settings;
        this.tries = tries;
        this.patience = patience;
        this.stop = stop;
        this.progress = progress;
    }

    private record Page(Json content, Optional<String> next) {}

    /** The revision that {@code main} is at, or the first branch where there is no such. */
    String revision(HubModel model) throws HubException {
        Page page = page(model, settings.endpoint().branches(model));
        Optional<String> first = Optional.empty();
        if (page.content() instanceof Json.Obj refs
                && refs.get("branches").orElse(Json.Arr.EMPTY) instanceof Json.Arr branches) {
            for (Json item : branches.items()) {
                if (item instanceof Json.Obj branch) {
                    Optional<String> revision =
                            branch.text("targetCommit").filter(RepoFolder::isRevision);
                    if (branch.text("name").equals(Optional.of("main")) && revision.isPresent()) {
                        return revision.get();
                    }
                    first = first.or(() -> revision);
                }
            }
        }
        return first.orElseThrow(HubJson::unreadable);
    }

    /** The GGUF files of a revision; those whose names could not be files here are left out. */
    List<RepoFile> files(HubModel model, String revision) throws HubException {
        List<RepoFile> files = new ArrayList<>();
        Set<URI> asked = new HashSet<>();
        Optional<URI> next = Optional.of(settings.endpoint().files(model, revision));
        while (next.isPresent()) {
            URI at = next.get();
            if (!asked.add(at) || asked.size() > MOST_PAGES || files.size() > MOST_FILES) {
                throw new HubException(
                        HubException.Reason.UNTRUE,
                        "model: "
                                + model.repository()
                                + ": the list of its files has no end (expected: at most "
                                + MOST_FILES
                                + " files)");
            }
            Page page = page(model, at);
            if (!(page.content() instanceof Json.Arr items)) {
                throw HubJson.unreadable();
            }
            items.items().forEach(item -> file(item).ifPresent(files::add));
            next =
                    page.next().isPresent()
                            ? Optional.of(Redirect.next(at, page.next()))
                            : Optional.empty();
        }
        return files;
    }

    private static Optional<RepoFile> file(Json item) {
        if (!(item instanceof Json.Obj entry) || !entry.text("type").equals(Optional.of("file"))) {
            return Optional.empty();
        }
        String path = entry.text("path").orElse("");
        Json.Obj large =
                entry.get("lfs").orElse(Json.Null.NULL) instanceof Json.Obj lfs ? lfs : entry;
        Optional<ContentId> content = large.text("oid").flatMap(ContentId::parse);
        if (!path.toLowerCase(Locale.ROOT).endsWith(".gguf")
                || !RepoFile.isSafe(path)
                || content.isEmpty()
                || !(large.get("size").orElse(Json.Null.NULL) instanceof Json.Num size)
                || size.longValue() < 1) {
            return Optional.empty();
        }
        return Optional.of(new RepoFile(path, size.longValue(), content.get()));
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
                    try (Answer answer = web.get(at, Map.of(), patience, stop)) {
                        if (answer.status() != 200) {
                            throw Refusals.of(answer, model, settings, near(answer, model));
                        }
                        Json content = HubJson.read(answer.bytes(LONGEST_ANSWER));
                        return new Page(content, answer.header("Link").flatMap(HubApi::next));
                    }
                });
    }

    private static Optional<String> next(String link) {
        Matcher next = NEXT.matcher(link);
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    /** Repositories with like names, where there may be no such repository; or nothing. */
    private String near(Answer answer, HubModel model) throws HubException {
        boolean gated = answer.header("X-Error-Code").filter("GatedRepo"::equals).isPresent();
        if (answer.status() != 404 && (answer.status() != 401 || gated)) {
            return "";
        }
        List<String> names = new ArrayList<>();
        try (Answer found =
                web.get(settings.endpoint().search(model.repo()), Map.of(), patience, stop)) {
            if (found.status() == 200
                    && HubJson.read(found.bytes(LONGEST_ANSWER)) instanceof Json.Arr items) {
                for (Json item : items.items()) {
                    if (item instanceof Json.Obj repository) {
                        repository.text("id").filter(HubApi::isName).ifPresent(names::add);
                    }
                }
            }
        } catch (IOException e) {
            return "";
        } catch (HubException e) {
            stop.check();
            return "";
        }
        return Nearest.to(model.repository(), names)
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
