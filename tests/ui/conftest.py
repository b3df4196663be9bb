"""A server of the real site without database: its network can be cut, or lose the answers on their way back."""

import io
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.template import engines
from django.utils import translation


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

    def parse_request(self):
        is_understood = super().parse_request()
        if is_understood and self.command == "POST" and self.server.loses_answers:
            self.wfile = io.BytesIO()  # the site does what is asked; the line is cut before it can say so
        return is_understood


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    loses_answers = False


class Site:
    """A server that can be stopped and started again on the same port: the network of a depot."""

    def __init__(self, handler):
        self.handler, self.port = handler, 0
        self.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.server = _Threaded(("127.0.0.1", self.port), _Quiet)
        self.port = self.server.server_port
        self.server.set_app(self.handler)
        threading.Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    def lose_answers(self, *, lost=True):
        self.server.loses_answers = lost

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def site():
    """The address of the site, served from this process."""
    served = Site(StaticFilesHandler(WSGIHandler()))
    yield served.address
    served.stop()


@pytest.fixture
def serve():
    """Serve other addresses with the same middleware and static files."""
    started = []

    def begin(urlpatterns):
        class Handler(WSGIHandler):
            def get_response(self, request):
                request.urlconf = tuple(urlpatterns)
                return super().get_response(request)

        started.append(Site(StaticFilesHandler(Handler())))
        return started[-1]

    yield begin
    for each in started:
        each.stop()


@pytest.fixture(autouse=True)
def french():
    """A test client leaves its language to whoever runs after it: each test begins, and ends, in French."""
    with translation.override("fr"):
        yield


@pytest.fixture
def rendered():
    """Render a piece of template with components, as a page would."""
    from django_cotton.compiler_regex import CottonCompiler

    def render(source, /, **context):
        template = engines["django"].from_string(CottonCompiler().process(source))
        return template.render(context)

    return render
