package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The threads that write the documents of {@code /rag}, and a client that keeps them busy. */
final class RagWriters {
    private RagWriters() {}

    /** Returns the threads of all instances of the plug-in, in any server of this process. */
    static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rag-writer"));
    }

    /** Returns the class loaders of these instances. */
    static List<WeakReference<ClassLoader>> loaders() {
        return threads()
                .map(thread -> new WeakReference<>(thread.getContextClassLoader()))
                .toList();
    }

    /**
     * Adds documents until it is over.
     *
     * @param prefix the beginning of their names
     * @return the names of those that were accepted; the others were to be sent again
     */
    static Set<String> add(Collections collections, String prefix, AtomicBoolean over)
            throws IOException {
        Set<String> taken = new TreeSet<>();
        for (int i = 0; !over.get(); i++) {
            String name = prefix + i;
            WireMessage answer = collections.post("handbook", name, "Document number " + i);
            if (answer.status() == 201) {
                taken.add(name);
            } else {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.text()).contains("try again");
                assertThat(answer.header("Retry-After")).isNotEmpty();
            }
        }
        return taken;
    }
}
