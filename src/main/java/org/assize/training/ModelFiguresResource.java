package org.assize.training;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;

/** The figures behind the charts of a model. */
@Path("/api/v1/insight/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelFiguresResource {

    private final CurrentActor actor;
    private final ModelRegistry models;

    ModelFiguresResource(CurrentActor actor, ModelRegistry models) {
        this.actor = actor;
        this.models = models;
    }

    @GET
    @Path("/{version}")
    public ModelReport figures(@PathParam("version") String version) {
        ModelVersion model = models.find(actor.get(), version)
                .orElseThrow(() -> Problem.notFound("model").exception());
        ModelReport report = model.report();
        if (report == null) {
            throw Problem.of("not-measured", 404, "This model was never measured: there were no later days with fraud.")
                    .exception();
        }
        return report;
    }
}
