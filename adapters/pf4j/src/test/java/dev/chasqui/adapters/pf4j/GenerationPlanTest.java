package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.GenerationPlan.ConfigSection;
import dev.chasqui.adapters.pf4j.GenerationPlan.Disabled;
import dev.chasqui.adapters.pf4j.GenerationPlan.HandOver;
import dev.chasqui.adapters.pf4j.GenerationPlan.Keep;
import dev.chasqui.adapters.pf4j.GenerationPlan.Replaced;
import dev.chasqui.adapters.pf4j.GenerationPlan.RunningState;
import dev.chasqui.adapters.pf4j.GenerationPlan.Start;
import dev.chasqui.adapters.pf4j.GenerationPlan.Wishes;
import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The decisions of a plan for each jar. */
class GenerationPlanTest {
    private static final Path BASE = Path.of("");
    private static final ConfigSection NONE = new ConfigSection(Json.Obj.EMPTY, BASE);

    private static FoundJar jar(String path, String name, String hash) {
        return new FoundJar(Path.of(path), path, name, hash, false);
    }

    private static RunningState running(String path, String name, String hash) {
        return new RunningState(Path.of(path), name, hash, NONE);
    }

    private static GenerationPlan plan(List<FoundJar> found, RunningState... running) {
        return GenerationPlan.of(found, _ -> NONE, JarTrust.NONE, List.of(running), Wishes.NONE);
    }

    @Test
    void aNewPluginIsStarted() {
        FoundJar jar = jar("a.jar", "a", "1");

        assertThat(plan(List.of(jar)))
                .isEqualTo(new GenerationPlan(List.of(new Start(jar, false)), Set.of()));
    }

    @Test
    void aPluginWithTheSameBytesAndSectionIsKeptAlsoElsewhere() {
        FoundJar jar = jar("moved/renamed.jar", "a", "1");

        assertThat(plan(List.of(jar), running("a.jar", "a", "1")).decisions())
                .containsExactly(new Keep(jar, false));
    }

    @Test
    void otherBytesOrAnotherSectionAreAHandOver() {
        FoundJar changed = jar("a.jar", "a", "2");
        assertThat(plan(List.of(changed), running("a.jar", "a", "1")).decisions())
                .containsExactly(new HandOver(changed, false));

        FoundJar same = jar("a.jar", "a", "1");
        for (ConfigSection section :
                List.of(
                        new ConfigSection(Json.Obj.EMPTY.with("k", Json.of(1)), BASE),
                        new ConfigSection(Json.Obj.EMPTY, Path.of("elsewhere")))) {
            GenerationPlan plan =
                    GenerationPlan.of(
                            List.of(same),
                            _ -> section,
                            JarTrust.NONE,
                            List.of(running("a.jar", "a", "1")),
                            Wishes.NONE);
            assertThat(plan.decisions()).containsExactly(new HandOver(same, false));
        }
    }

    @Test
    void theOrderOfASectionsKeysIsNoChange() {
        Json.Obj oneWay = Json.Obj.EMPTY.with("k", Json.of(1)).with("l", Json.of(2));
        Json.Obj otherWay = Json.Obj.EMPTY.with("l", Json.of(2)).with("k", Json.of(1));
        FoundJar jar = jar("a.jar", "a", "1");

        assertThat(
                        GenerationPlan.of(
                                        List.of(jar),
                                        _ -> new ConfigSection(oneWay, BASE),
                                        JarTrust.NONE,
                                        List.of(
                                                new RunningState(
                                                        Path.of("a.jar"),
                                                        "a",
                                                        "1",
                                                        new ConfigSection(otherWay, BASE))),
                                        Wishes.NONE)
                                .decisions())
                .containsExactly(new Keep(jar, false));
    }

    @Test
    void aPluginWithoutAJarIsRemoved() {
        GenerationPlan plan =
                plan(
                        List.of(jar("b2.jar", "b", "2")),
                        running("b.jar", "b", "2"),
                        running("c.jar", "c", "3"));

        assertThat(plan.removed()).containsExactly("c");
        assertThat(plan.decisions()).hasExactlyElementsOfTypes(Keep.class);
    }

    @Test
    void aPluginThatShallStartAnewIsHandedOverAndADisabledOneIsNotStarted() {
        FoundJar fresh = jar("a.jar", "a", "1");
        FoundJar off = jar("b.jar", "b", "2");
        FoundJar offToo = jar("c.jar", "c", "3");
        Wishes wishes = new Wishes(Set.of("a", "b"), Set.of("b", "c"));

        GenerationPlan plan =
                GenerationPlan.of(
                        List.of(fresh, off, offToo),
                        _ -> NONE,
                        JarTrust.NONE,
                        List.of(running("a.jar", "a", "1"), running("b.jar", "b", "2")),
                        wishes);

        assertThat(plan.decisions())
                .containsExactly(
                        new HandOver(fresh, false), new Disabled(off), new Disabled(offToo));
        assertThat(plan.removed()).isEmpty();
    }

    @Test
    void theFirstOfTwoJarsOfTheSamePluginWins() {
        FoundJar first = new FoundJar(Path.of("x.jar"), "id", "a", "1", false);
        FoundJar sameName = new FoundJar(Path.of("y.jar"), "other", "a", "2", false);
        FoundJar sameId = new FoundJar(Path.of("z.jar"), "id", "b", "3", false);

        assertThat(plan(List.of(first, sameName, sameId), running("y.jar", "a", "2")).decisions())
                .containsExactly(
                        new HandOver(first, false),
                        new Replaced(sameName, first),
                        new Replaced(sameId, first));
    }

    @Test
    void trustIsDecidedAnewAlsoForWhatIsKept() {
        FoundJar byBytes = jar("a.jar", "a", "1");
        FoundJar own = new FoundJar(Path.of("b.jar"), "b", "b", "2", true);
        FoundJar neither = jar("c.jar", "c", "3");

        assertThat(
                        GenerationPlan.of(
                                        List.of(byBytes, own, neither),
                                        _ -> NONE,
                                        new JarTrust(Optional.empty(), Set.of("1")),
                                        List.of(
                                                running("a.jar", "a", "1"),
                                                running("c.jar", "c", "3")),
                                        Wishes.NONE)
                                .decisions())
                .containsExactly(
                        new Keep(byBytes, true), new Start(own, true), new Keep(neither, false));
    }

    /** Random folders, sections and states; a failure reports the seed. */
    @Test
    void everyPlanIsCompleteAndStable() {
        long seed = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            Random random = new Random(seed + i);
            RandomState state = RandomState.of(random);
            String description = "seed " + (seed + i);
            assertThat(state.problem()).as(() -> description + ": " + state).isEmpty();
        }
    }

    private record RandomState(
            List<FoundJar> found, Set<String> disabled, int sections, List<RunningState> running) {

        static RandomState of(Random random) {
            List<FoundJar> found = new ArrayList<>();
            Set<String> disabled = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                Path path = Path.of(i + ".jar");
                switch (random.nextInt(4)) {
                    case 0 -> disabled.add("n" + random.nextInt(8));
                    case 1 -> {}
                    default ->
                            found.add(
                                    new FoundJar(
                                            path,
                                            "id" + random.nextInt(8),
                                            "name" + random.nextInt(6),
                                            "hash" + random.nextInt(3),
                                            random.nextBoolean()));
                }
            }
            int sections = random.nextInt(8);
            List<RunningState> running = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean()) {
                    running.add(
                            new RunningState(
                                    Path.of(random.nextInt(8) + ".jar"),
                                    "name" + i,
                                    "hash" + random.nextInt(3),
                                    section("name" + i, random.nextInt(8))));
                }
            }
            return new RandomState(found, disabled, sections, running);
        }

        private static ConfigSection section(String name, int sections) {
            int bit = (sections >> (name.charAt(name.length() - 1) - '0') % 3) & 1;
            return new ConfigSection(Json.Obj.EMPTY.with("bit", Json.of(bit)), BASE);
        }

        private GenerationPlan plan(List<RunningState> now) {
            return GenerationPlan.of(
                    found,
                    name -> section(name, sections),
                    JarTrust.NONE,
                    now,
                    new Wishes(Set.of(), disabled));
        }

        /** Returns the first promise that the plan breaks. */
        Optional<String> problem() {
            GenerationPlan plan = plan(running);
            if (!plan.decisions().stream()
                    .map(GenerationPlan.Decision::jar)
                    .toList()
                    .equals(found)) {
                return Optional.of("a jar has no decision, or two");
            }
            List<FoundJar> installed =
                    plan.decisions().stream()
                            .filter(decision -> !(decision instanceof Replaced))
                            .map(GenerationPlan.Decision::jar)
                            .toList();
            if (distinct(installed.stream().map(FoundJar::name)) != installed.size()
                    || distinct(installed.stream().map(FoundJar::id)) != installed.size()) {
                return Optional.of("one plug-in is installed twice");
            }
            return Stream.concat(
                            plan.decisions().stream().map(decision -> wrong(decision, installed)),
                            Stream.of(unaccounted(plan, installed), unstable(plan, installed)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<String> wrong(GenerationPlan.Decision decision, List<FoundJar> installed) {
            Optional<RunningState> now =
                    running.stream()
                            .filter(one -> one.name().equals(decision.jar().name()))
                            .findFirst();
            boolean same =
                    now.isPresent()
                            && now.get().sha256().equals(decision.jar().sha256())
                            && now.get().section().equals(section(now.get().name(), sections));
            boolean right =
                    switch (decision) {
                        case Keep _ -> same && !isDisabled(decision.jar());
                        case Start _ -> now.isEmpty() && !isDisabled(decision.jar());
                        case HandOver _ -> now.isPresent() && !same && !isDisabled(decision.jar());
                        case Disabled _ -> isDisabled(decision.jar());
                        case Replaced replaced ->
                                installed.contains(replaced.by())
                                        && found.indexOf(replaced.by())
                                                < found.indexOf(replaced.jar())
                                        && replaced.jar().isSamePlugin(replaced.by());
                    };
            return right ? Optional.empty() : Optional.of("wrong: " + decision);
        }

        /**
         * Checks that each running plug-in goes on, is replaced, is disabled or is removed, once
         * each.
         */
        private Optional<String> unaccounted(GenerationPlan plan, List<FoundJar> installed) {
            List<String> all = new ArrayList<>(plan.removed());
            running.stream()
                    .map(RunningState::name)
                    .filter(name -> installed.stream().anyMatch(jar -> jar.name().equals(name)))
                    .forEach(all::add);
            return all.stream()
                            .sorted()
                            .toList()
                            .equals(running.stream().map(RunningState::name).sorted().toList())
                    ? Optional.empty()
                    : Optional.of("accounted for: " + all);
        }

        /** Checks that a second plan with the same folders and sections changes nothing. */
        private Optional<String> unstable(GenerationPlan plan, List<FoundJar> installed) {
            List<RunningState> after =
                    installed.stream()
                            .filter(jar -> !isDisabled(jar))
                            .map(
                                    jar ->
                                            new RunningState(
                                                    jar.path(),
                                                    jar.name(),
                                                    jar.sha256(),
                                                    section(jar.name(), sections)))
                            .toList();
            GenerationPlan next = plan(after);
            boolean stable =
                    next.removed().isEmpty()
                            && next.decisions().stream()
                                    .allMatch(
                                            decision ->
                                                    decision instanceof Keep
                                                            || decision instanceof Disabled
                                                            || decision instanceof Replaced);
            return stable ? Optional.empty() : Optional.of("not stable: " + plan + " then " + next);
        }

        private boolean isDisabled(FoundJar jar) {
            return disabled.contains(jar.name());
        }

        private static long distinct(Stream<String> texts) {
            return texts.distinct().count();
        }
    }
}
