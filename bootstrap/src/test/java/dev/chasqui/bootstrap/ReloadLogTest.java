package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines of the log about reloads. */
class ReloadLogTest {
    private final Logger logger = Logger.getLogger(ReloadLog.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.addHandler(lines);
    }

    @AfterEach
    void forget() {
        logger.removeHandler(lines);
        logger.setLevel(null);
    }

    @Test
    void whatChangedAndWhatWaitsStandsInOneLine() {
        assertThat(told(done(List.of("log.level", "keys[ada].role"), List.of("server.port"))))
                .containsExactly(
                        "INFO config reloaded: changed log.level, keys[ada].role; waiting for a"
                                + " restart: server.port");
        assertThat(told(done(List.of("log.level"), List.of())))
                .containsExactly("INFO config reloaded: changed log.level");
        assertThat(told(done(List.of(), List.of("server.port", "data.dir"))))
                .containsExactly(
                        "INFO config reloaded: nothing changed; waiting for a restart:"
                                + " server.port, data.dir");
    }

    @Test
    void eachMistakeStandsInTheWarning() {
        assertThat(
                        told(
                                new ReloadOutcome.Refused(
                                        List.of(
                                                new Mistake("c.json", 3, 5, "a[0]", "{0} is odd"),
                                                new Mistake("c.json", 0, 0, "", "no such file")))))
                .containsExactly(
                        "WARNING config not reloaded, the server goes on as it was: c.json:3:5:"
                                + " a[0]: {0} is odd; c.json: no such file");
    }

    @Test
    void thatNothingChangedIsToldToWhoAskedAlone() {
        ReloadOutcome nothing = done(List.of(), List.of());

        assertThat(told(nothing)).containsExactly("INFO config reloaded: nothing changed");

        new ReloadLog(() -> nothing).reloadUnasked();
        assertThat(lines.take()).containsExactly("FINE config reloaded: nothing changed");
    }

    @Test
    void whatChangedUnaskedIsTold() {
        new ReloadLog(() -> done(List.of("keys"), List.of())).reloadUnasked();
        new ReloadLog(() -> done(List.of(), List.of("data.dir"))).reloadUnasked();

        assertThat(lines.take())
                .containsExactly(
                        "INFO config reloaded: changed keys",
                        "INFO config reloaded: nothing changed; waiting for a restart: data.dir");
    }

    @Test
    void aFaultOfTheReloadIsForTheOneWhoCalled() {
        RuntimeException bug = new IllegalStateException("a bug");
        ReloadLog log =
                new ReloadLog(
                        () -> {
                            throw bug;
                        });

        assertThatThrownBy(log::reload).isSameAs(bug);
        assertThat(lines.take()).isEmpty();
    }

    private List<String> told(ReloadOutcome outcome) {
        assertThat(new ReloadLog(() -> outcome).reload()).isSameAs(outcome);
        return lines.take();
    }

    private static ReloadOutcome done(List<String> changed, List<String> restart) {
        return new ReloadOutcome.Done(changed, restart);
    }

    private static final class Lines extends Handler {
        private final List<String> taken = new ArrayList<>();

        List<String> take() {
            List<String> lines = List.copyOf(taken);
            taken.clear();
            return lines;
        }

        @Override
        public void publish(LogRecord line) {
            assertThat(line.getParameters()).isNullOrEmpty();
            taken.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
