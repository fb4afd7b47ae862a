package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** This end of the way into the application on trial: a task a line, and a line for what came of it. */
final class Inside implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** The application behind the door. */
    interface Application {
        String lastWords() throws IOException;

        /** Seconds that it and its database have used so far. */
        double processors() throws IOException;
    }

    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Application application;

    Inside(Socket socket, Application application) throws IOException {
        this.socket = socket;
        this.application = application;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Has something done, and adds to the tally what came of it and what it cost. */
    void ask(Task task, Tally tally) throws IOException {
        double before = application.processors();
        Task.Done done = ask(task);
        tally.add(done, application.processors() - before);
    }

    /** @throws IOException when the application broke off, with what it said */
    Task.Done ask(Task task) throws IOException {
        // the name of a task's kind is written where the type says that there are kinds
        out.write(JSON.writerFor(Task.class).writeValueAsString(task));
        out.newLine();
        out.flush();
        String answer = in.readLine();
        if (answer == null) {
            throw new IOException("the application broke off:\n" + application.lastWords());
        }
        return JSON.readValue(answer, Task.Done.class);
    }

    @Override
    public void close() {
        try (socket) {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
