package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.ExitRefused;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The words for what an agent throws, to the client and in the log. */
class ThrownPlacesTest {
    private final List<String> logged = new ArrayList<>();

    /** Names a failure; the calls of the chain have no part in it. */
    @SuppressWarnings("NullAway")
    private FailureException named(Throwable thrown) {
        Logger log = Logger.getLogger(ThrownPlaces.class.getName());
        Handler handler = new Lines();
        log.addHandler(handler);
        try {
            return new RunFailures("shout", exchange(), null).named(thrown);
        } finally {
            log.removeHandler(handler);
        }
    }

    private static Exchange exchange() {
        return new Exchange("x-7", Caller.anonymous("test"), Dialect.OPENAI, _ -> {});
    }

    private static StackTraceElement frame(String type, int line) {
        return new StackTraceElement(type, "before", "Shout.java", line);
    }

    @Test
    void theLogHasThePlacesInItsCodeAndTheExchangeAndNoMessage() {
        RuntimeException thrown = new IllegalStateException("the secret of alice");
        StackTraceElement[] stack = new StackTraceElement[12];
        for (int i = 0; i < 10; i++) {
            stack[i] = frame("shout.Shout", i);
        }
        stack[10] = frame("dev.chasqui.domain.agent.Agent", 1);
        stack[11] = frame("outer.Agent", 1);
        thrown.setStackTrace(stack);

        assertThat(named(thrown).failure().message())
                .isEqualTo("agent 'shout' failed: IllegalStateException");

        assertThat(logged)
                .singleElement()
                .asString()
                .contains(
                        "'shout' threw java.lang.IllegalStateException at shout.Shout.before("
                                + "Shout.java:0), ",
                        "Shout.java:7",
                        "the exchange x-7")
                .doesNotContain("secret", "Shout.java:8", "outer.Agent");
    }

    @Test
    void causesAreNamedAndAreFew() {
        Throwable thrown = new IllegalStateException("a");
        for (int i = 0; i < 10; i++) {
            thrown = new IllegalArgumentException("b", thrown);
        }

        named(thrown);

        assertThat(logged.getFirst().split("caused by", -1)).hasSize(4);
    }

    @Test
    void aCallThatWouldEndTheServerIsNamed() {
        assertThat(named(new ExitRefused("System.exit(3)")).failure().message())
                .contains("it called System.exit(3)");
    }

    private final class Lines extends Handler {
        @Override
        public void publish(LogRecord line) {
            logged.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
