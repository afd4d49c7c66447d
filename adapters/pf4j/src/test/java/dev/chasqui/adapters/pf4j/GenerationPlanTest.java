package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.GenerationPlan.HandOver;
import dev.chasqui.adapters.pf4j.GenerationPlan.Keep;
import dev.chasqui.adapters.pf4j.GenerationPlan.Replaced;
import dev.chasqui.adapters.pf4j.GenerationPlan.Running;
import dev.chasqui.adapters.pf4j.GenerationPlan.Section;
import dev.chasqui.adapters.pf4j.GenerationPlan.Start;
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

/** What becomes of each jar. */
class GenerationPlanTest {
    private static final Path BASE = Path.of("");
    private static final Section NONE = new Section(Json.Obj.EMPTY, BASE);

    private static FoundJar jar(String path, String name, String hash) {
        return new FoundJar(Path.of(path), path, name, hash, false);
    }

    private static Running running(String path, String name, String hash) {
        return new Running(Path.of(path), name, hash, NONE);
    }

    private static GenerationPlan plan(List<FoundJar> found, Running... running) {
        return GenerationPlan.of(found, Set.of(), _ -> NONE, JarTrust.NONE, List.of(running));
    }

    @Test
    void whatDoesNotRunIsStarted() {
        FoundJar jar = jar("a.jar", "a", "1");

        assertThat(plan(List.of(jar)))
                .isEqualTo(new GenerationPlan(List.of(new Start(jar, false)), Set.of(), Set.of()));
    }

    @Test
    void whatRunsWithTheSameBytesAndSectionIsKeptAlsoElsewhere() {
        FoundJar jar = jar("moved/renamed.jar", "a", "1");

        assertThat(plan(List.of(jar), running("a.jar", "a", "1")).fates())
                .containsExactly(new Keep(jar, false));
    }

    @Test
    void otherBytesOrAnotherSectionAreAHandOver() {
        FoundJar changed = jar("a.jar", "a", "2");
        assertThat(plan(List.of(changed), running("a.jar", "a", "1")).fates())
                .containsExactly(new HandOver(changed, false));

        FoundJar same = jar("a.jar", "a", "1");
        for (Section section :
                List.of(
                        new Section(Json.Obj.EMPTY.with("k", Json.of(1)), BASE),
                        new Section(Json.Obj.EMPTY, Path.of("elsewhere")))) {
            GenerationPlan plan =
                    GenerationPlan.of(
                            List.of(same),
                            Set.of(),
                            _ -> section,
                            JarTrust.NONE,
                            List.of(running("a.jar", "a", "1")));
            assertThat(plan.fates()).containsExactly(new HandOver(same, false));
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
                                        Set.of(),
                                        _ -> new Section(oneWay, BASE),
                                        JarTrust.NONE,
                                        List.of(
                                                new Running(
                                                        Path.of("a.jar"),
                                                        "a",
                                                        "1",
                                                        new Section(otherWay, BASE))))
                                .fates())
                .containsExactly(new Keep(jar, false));
    }

    @Test
    void whatHasNoJarLeavesAndWhatHasOneThatCannotBeReadIsStuck() {
        GenerationPlan plan =
                GenerationPlan.of(
                        List.of(jar("b2.jar", "b", "2")),
                        Set.of(Path.of("a.jar"), Path.of("b.jar")),
                        _ -> NONE,
                        JarTrust.NONE,
                        List.of(
                                running("a.jar", "a", "1"),
                                running("b.jar", "b", "2"),
                                running("c.jar", "c", "3")));

        assertThat(plan.stuck()).containsExactly("a");
        assertThat(plan.leaving()).containsExactly("c");
        assertThat(plan.fates()).hasExactlyElementsOfTypes(Keep.class);
    }

    @Test
    void theFirstOfTwoJarsOfTheSamePluginWins() {
        FoundJar first = new FoundJar(Path.of("x.jar"), "id", "a", "1", false);
        FoundJar sameName = new FoundJar(Path.of("y.jar"), "other", "a", "2", false);
        FoundJar sameId = new FoundJar(Path.of("z.jar"), "id", "b", "3", false);

        assertThat(plan(List.of(first, sameName, sameId), running("y.jar", "a", "2")).fates())
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
                                        Set.of(),
                                        _ -> NONE,
                                        new JarTrust(Optional.empty(), Set.of("1")),
                                        List.of(
                                                running("a.jar", "a", "1"),
                                                running("c.jar", "c", "3")))
                                .fates())
                .containsExactly(
                        new Keep(byBytes, true), new Start(own, true), new Keep(neither, false));
    }

    /** For folders, sections and states made at random; the seed is told. */
    @Test
    void everyPlanIsCompleteAndComesToRest() {
        long seed = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            Random random = new Random(seed + i);
            World world = World.of(random);
            String told = "seed " + (seed + i);
            assertThat(world.problem()).as(() -> told + ": " + world).isEmpty();
        }
    }

    private record World(
            List<FoundJar> found, Set<Path> broken, int sections, List<Running> running) {

        static World of(Random random) {
            List<FoundJar> found = new ArrayList<>();
            Set<Path> broken = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                Path path = Path.of(i + ".jar");
                switch (random.nextInt(4)) {
                    case 0 -> broken.add(path);
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
            List<Running> running = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean()) {
                    running.add(
                            new Running(
                                    Path.of(random.nextInt(8) + ".jar"),
                                    "name" + i,
                                    "hash" + random.nextInt(3),
                                    section("name" + i, random.nextInt(8))));
                }
            }
            return new World(found, broken, sections, running);
        }

        private static Section section(String name, int sections) {
            int bit = (sections >> (name.charAt(name.length() - 1) - '0') % 3) & 1;
            return new Section(Json.Obj.EMPTY.with("bit", Json.of(bit)), BASE);
        }

        private GenerationPlan plan(List<Running> now) {
            return GenerationPlan.of(
                    found, broken, name -> section(name, sections), JarTrust.NONE, now);
        }

        /** The first promise that the plan breaks. */
        Optional<String> problem() {
            GenerationPlan plan = plan(running);
            if (!plan.fates().stream().map(GenerationPlan.Fate::jar).toList().equals(found)) {
                return Optional.of("a jar has no fate, or two");
            }
            List<FoundJar> installed =
                    plan.fates().stream()
                            .filter(fate -> !(fate instanceof Replaced))
                            .map(GenerationPlan.Fate::jar)
                            .toList();
            if (distinct(installed.stream().map(FoundJar::name)) != installed.size()
                    || distinct(installed.stream().map(FoundJar::id)) != installed.size()) {
                return Optional.of("one plug-in is installed twice");
            }
            return Stream.concat(
                            plan.fates().stream().map(fate -> wrong(fate, installed)),
                            Stream.of(unaccounted(plan, installed), restless(plan, installed)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<String> wrong(GenerationPlan.Fate fate, List<FoundJar> installed) {
            Optional<Running> now =
                    running.stream()
                            .filter(one -> one.name().equals(fate.jar().name()))
                            .findFirst();
            boolean same =
                    now.isPresent()
                            && now.get().sha256().equals(fate.jar().sha256())
                            && now.get().section().equals(section(now.get().name(), sections));
            boolean right =
                    switch (fate) {
                        case Keep _ -> same;
                        case Start _ -> now.isEmpty();
                        case HandOver _ -> now.isPresent() && !same;
                        case Replaced replaced ->
                                installed.contains(replaced.by())
                                        && found.indexOf(replaced.by())
                                                < found.indexOf(replaced.jar())
                                        && replaced.jar().isSameAs(replaced.by());
                    };
            return right ? Optional.empty() : Optional.of("wrong: " + fate);
        }

        /** Each plug-in that runs goes on, is replaced, leaves or is stuck; one of them. */
        private Optional<String> unaccounted(GenerationPlan plan, List<FoundJar> installed) {
            List<String> all = new ArrayList<>(plan.leaving());
            all.addAll(plan.stuck());
            running.stream()
                    .map(Running::name)
                    .filter(name -> installed.stream().anyMatch(jar -> jar.name().equals(name)))
                    .forEach(all::add);
            return all.stream()
                            .sorted()
                            .toList()
                            .equals(running.stream().map(Running::name).sorted().toList())
                    ? Optional.empty()
                    : Optional.of("accounted for: " + all);
        }

        /** Once it was carried out, the same folders and sections change nothing. */
        private Optional<String> restless(GenerationPlan plan, List<FoundJar> installed) {
            List<Running> after =
                    installed.stream()
                            .map(
                                    jar ->
                                            new Running(
                                                    jar.path(),
                                                    jar.name(),
                                                    jar.sha256(),
                                                    section(jar.name(), sections)))
                            .toList();
            GenerationPlan next = plan(after);
            boolean rests =
                    next.leaving().isEmpty()
                            && next.stuck().isEmpty()
                            && next.fates().stream()
                                    .allMatch(
                                            fate ->
                                                    fate instanceof Keep
                                                            || fate instanceof Replaced);
            return rests ? Optional.empty() : Optional.of("no rest: " + plan + " then " + next);
        }

        private static long distinct(Stream<String> texts) {
            return texts.distinct().count();
        }
    }
}
