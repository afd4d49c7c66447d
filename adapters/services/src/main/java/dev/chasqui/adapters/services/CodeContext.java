package dev.chasqui.adapters.services;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** A runner of code with a class loader as the context class loader of the thread. */
record CodeContext(ClassLoader loader) {
    /**
     * The context of the server's own code. Threads that the code starts inherit the loader, and
     * may outlive the plug-in that called it.
     */
    static final CodeContext SERVER = new CodeContext(CodeContext.class.getClassLoader());

    <T extends @Nullable Object> T call(Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
