local f=function() end return { block=f, finish=f, none=f, inherit=f, sentence=f }
