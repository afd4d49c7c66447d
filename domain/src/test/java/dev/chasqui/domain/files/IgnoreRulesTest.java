package dev.chasqui.domain.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class IgnoreRulesTest {

    @ParameterizedTest
    @CsvSource({
        // rule, path, ignored
        "*.log, a.log, true",
        "*.log, deep/er/a.log, true",
        "*.log, a.logs, false",
        "/top.txt, top.txt, true",
        "/top.txt, deep/top.txt, false",
        "docs/*.md, docs/a.md, true",
        "docs/*.md, docs/deep/a.md, false",
        "docs/*.md, more/docs/a.md, false",
        "**/build, a/b/build, true",
        "**/build, build, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**, a/b/c, true",
        "a/**, a, false",
        "file?.txt, file1.txt, true",
        "file?.txt, file12.txt, false",
        "[abc].txt, b.txt, true",
        "[!abc].txt, b.txt, false",
        "[!abc].txt, d.txt, true",
        "[a-c].txt, b.txt, true",
        "'\\#notes', '#notes', true",
        "'\\!important', '!important', true",
        "a.b, axb, false",
        "'name  ', name, true",
        "(x, (x, true",
    })
    void aRuleMeansWhatItMeansToGit(String rule, String path, boolean ignored) {
        assertThat(IgnoreRules.of(List.of(rule)).ignores(path, false).orElse(false))
                .isEqualTo(ignored);
    }

    @Test
    void aSlashAtTheEndMeansFoldersAlone() {
        IgnoreRules rules = IgnoreRules.of(List.of("build/"));

        assertThat(rules.ignores("deep/build", true)).contains(true);
        assertThat(rules.ignores("deep/build", false)).isEmpty();
    }

    @Test
    void theLastRuleThatMatchesDecides() {
        IgnoreRules rules = IgnoreRules.of(List.of("*.log", "!keep.log", "# no rule", ""));

        assertThat(rules.ignores("a.log", false)).contains(true);
        assertThat(rules.ignores("keep.log", false)).contains(false);
        assertThat(rules.ignores("# no rule", false)).isEmpty();
    }

    @Test
    void aRuleThatCannotBeUnderstoodMatchesNothing() {
        IgnoreRules rules = IgnoreRules.of(List.of("[z-a].txt", "x".repeat(5_000), "*.log"));

        assertThat(rules.ignores("m.txt", false)).isEmpty();
        assertThat(rules.ignores("a.log", false)).contains(true);
    }
}
