// Maven does not keep the permissions of a template's files.
new File(request.outputDirectory, request.artifactId + '/mvnw').setExecutable(true)
