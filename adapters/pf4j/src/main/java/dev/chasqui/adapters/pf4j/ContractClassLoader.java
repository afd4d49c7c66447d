package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;

/**
 * Shows a plug-in the contract and the JDK, and nothing else of the server but where its calls of
 * {@code System.exit} lead.
 */
final class ContractClassLoader extends ClassLoader {
    private static final List<String> CONTRACT =
            List.of("dev.chasqui.domain.", "dev.chasqui.plugin.", "org.jspecify.annotations.");

    /** The parts of the JSON reader, which may change; the reader itself is for everybody. */
    private static final String HIDDEN = JsonReader.class.getPackageName() + ".";

    private final ClassLoader server;

    ContractClassLoader(ClassLoader server) {
        super("contract", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    static boolean isContract(String className) {
        if (className.startsWith(HIDDEN)) {
            return className.equals(JsonReader.class.getName());
        }
        return CONTRACT.stream().anyMatch(className::startsWith)
                || className.equals(Exits.class.getName());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isContract(name)) {
            return server.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
