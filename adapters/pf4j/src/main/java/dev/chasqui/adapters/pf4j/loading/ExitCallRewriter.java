package dev.chasqui.adapters.pf4j.loading;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A rewriter of a plug-in's classes. It replaces calls that would end the server by calls of {@link
 * ExitRefusal}: those of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt}, and
 * references to these methods. Java has no security manager any more, so there is no other way.
 * Calls by reflection are not found.
 */
final class ExitCallRewriter {
    private static final ClassDesc SYSTEM = ClassDesc.of(System.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of(Runtime.class.getName());
    private static final ClassDesc EXITS = ClassDesc.of(ExitRefusal.class.getName());
    private static final MethodTypeDesc OF_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    /** The methods that end the virtual machine, and the types of the methods that replace them. */
    private static final Map<String, MethodTypeDesc> ENDS =
            Map.of(
                    key(SYSTEM, "exit"), OF_STATUS,
                    key(RUNTIME, "exit"), OF_STATUS.insertParameterTypes(0, RUNTIME),
                    key(RUNTIME, "halt"), OF_STATUS.insertParameterTypes(0, RUNTIME));

    /**
     * The entries of a class file that hold the names of these methods: a tag, a length of two
     * bytes, the text.
     */
    private static final List<byte[]> NAMES =
            Stream.of("exit", "halt")
                    .map(name -> ("\1\0\4" + name).getBytes(StandardCharsets.US_ASCII))
                    .toList();

    private ExitCallRewriter() {}

    /**
     * Returns a class with its calls replaced; the same array if it has none.
     *
     * @param loader the class loader of the class, which finds the classes that it refers to
     * @throws IllegalArgumentException if the class file is malformed
     */
    static byte[] rewrite(byte[] classFile, ClassLoader loader) {
        if (NAMES.stream().noneMatch(name -> contains(classFile, name))) {
            return classFile;
        }
        // The frames are computed again; a missing class counts as an interface.
        ClassHierarchyResolver resolver =
                ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(_ -> ClassHierarchyResolver.ClassHierarchyInfo.ofInterface());
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
        return files.transformClass(
                files.parse(classFile),
                ClassTransform.transformingMethodBodies(ExitCallRewriter::replace));
    }

    /** Returns true if an array contains another. Most classes need no more than this check. */
    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int start = 0; start <= bytes.length - wanted.length; start++) {
            int length = 0;
            while (length < wanted.length && bytes[start + length] == wanted[length]) {
                length++;
            }
            if (length == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static void replace(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call
                    when ends(call.owner().asSymbol(), call.name().stringValue())
                            && call.typeSymbol().equals(OF_STATUS) ->
                    code.invokestatic(
                            EXITS,
                            call.name().stringValue(),
                            type(call.owner().asSymbol(), call.name().stringValue()));
            case InvokeDynamicInstruction call
                    when call.bootstrapArgs().stream().anyMatch(ExitCallRewriter::isReference) ->
                    code.invokedynamic(
                            DynamicCallSiteDesc.of(
                                    call.bootstrapMethod(),
                                    call.name().stringValue(),
                                    call.typeSymbol(),
                                    call.bootstrapArgs().stream()
                                            .map(ExitCallRewriter::rewritten)
                                            .toArray(ConstantDesc[]::new)));
            default -> code.with(element);
        }
    }

    private static boolean isReference(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc method
                && ends(method.owner(), method.methodName());
    }

    private static ConstantDesc rewritten(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc method && isReference(method)
                ? MethodHandleDesc.ofMethod(
                        DirectMethodHandleDesc.Kind.STATIC,
                        EXITS,
                        method.methodName(),
                        type(method.owner(), method.methodName()))
                : argument;
    }

    private static boolean ends(ClassDesc owner, String method) {
        return ENDS.containsKey(key(owner, method));
    }

    private static MethodTypeDesc type(ClassDesc owner, String method) {
        return ENDS.getOrDefault(key(owner, method), OF_STATUS);
    }

    private static String key(ClassDesc owner, String method) {
        return owner.descriptorString() + method;
    }
}
